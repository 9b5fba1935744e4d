import type { Instance } from "../core/loader.js";
import type { Fetch } from "./options.js";

/** A part of a body. */
type Chunk = ArrayBufferView | ArrayBuffer;

/**
 * One request on its way and what has come back of it; `src/js/host.rs` is its other side. Whatever a `fetch` gives will
 * do: a response of this realm or another, or an object like one.
 */
export class Exchange {
  readonly #instance: Instance;
  readonly #controller = new AbortController();
  readonly #chunks: Uint8Array[] = [];
  #response: Partial<Response> = {};
  #reader: ReadableStreamDefaultReader<Chunk> | undefined;
  #isCancelled = false;
  /** The HTTP status; 0 where a redirect is hidden, or was followed against our wish. */
  status = 0;
  /** How much of the body has come, in bytes. */
  size = 0;

  constructor(instance: Instance) {
    this.#instance = instance;
  }

  /** The response's headers, whatever list or record of them came. */
  get headers(): Headers {
    const { headers } = this.#response;
    try {
      return headers instanceof Headers ? headers : new Headers(headers);
    } catch {
      return new Headers();
    }
  }

  /** The signal that cancels it. Runtimes take their time to make one, so it is made when it is asked for. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Sends, and wakes the key once there is a response. */
  send(fetch: Fetch, url: string, init: RequestInit, key: number): void {
    this.#end(key, this.#send(fetch, url, init));
  }

  /** Reads the body, and wakes the key with `true` at its end, or with `false` once it is longer than `limit` bytes. */
  read(limit: number, key: number): void {
    this.#end(key, this.#read(limit));
  }

  /** Cancels what is under way, which then wakes nobody. */
  cancel(): void {
    this.#isCancelled = true;
    this.#controller.abort();
    try {
      this.#reader?.cancel().catch(() => {});
    } catch {
      // The stream is beyond cancelling.
    }
  }

  /** Copies what has come of the body to this address of the core's memory. */
  copyTo(address: number): void {
    this.#copy(new Uint8Array(this.#instance.memory.buffer, address, this.size));
  }

  /** What has come of the body, as text. */
  get text(): string {
    const bytes = new Uint8Array(this.size);
    this.#copy(bytes);
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  }

  #copy(bytes: Uint8Array): void {
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
  }

  async #send(fetch: Fetch, url: string, init: RequestInit): Promise<void> {
    const response = await fetch(url, init);
    const { status, type, redirected } = response;
    if (typeof status !== "number") {
      throw new TypeError("what fetch gave is not a response");
    }
    this.#response = response;
    // The core takes 16 bits, of which a larger number must not become a success.
    this.status = type === "opaqueredirect" || redirected ? 0 : Math.min(Math.max(status, 0), 0xffff);
  }

  async #read(limit: number): Promise<boolean> {
    const response = this.#response;
    const { body } = response;
    if (typeof body === "object" && body !== null && "getReader" in body) {
      this.#reader = body.getReader() as ReadableStreamDefaultReader<Chunk>;
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) {
          this.#reader = undefined;
          return true;
        }
        if (!this.#take(bytesOf(value), limit)) {
          return false;
        }
      }
    }
    if (typeof response.arrayBuffer === "function") {
      return this.#take(bytesOf(await response.arrayBuffer()), limit);
    }
    const text =
      typeof response.text === "function" ? await response.text() : JSON.stringify(await (response as Response).json());
    return this.#take(new TextEncoder().encode(text), limit);
  }

  /** Adds a part of the body, unless it would be too long with it. */
  #take(bytes: Uint8Array, limit: number): boolean {
    if (this.size + bytes.length > limit) {
      return false;
    }
    this.#chunks.push(bytes);
    this.size += bytes.length;
    return true;
  }

  #end(key: number, work: Promise<unknown>): void {
    const tell = (failed: boolean, value: unknown): void => {
      if (!this.#isCancelled) {
        this.#instance.wake(key, failed, value);
      }
    };
    work.then(
      (value) => tell(false, value),
      (error: unknown) => tell(true, error),
    );
  }
}

/** The bytes of a chunk, of this realm or another. */
function bytesOf(chunk: Chunk): Uint8Array {
  if (chunk instanceof Uint8Array) {
    return chunk;
  }
  const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(chunk) ? chunk : new DataView(chunk);
  return new Uint8Array(buffer, byteOffset, byteLength);
}
