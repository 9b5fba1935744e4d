/** A part of a body. */
type Chunk = ArrayBufferView | ArrayBuffer;

/** The bytes of a response, as they arrive. */
export class Body {
  readonly #chunks: Uint8Array[] = [];
  #reader: ReadableStreamDefaultReader<Chunk> | undefined;
  /** The number of bytes that have arrived. */
  size = 0;

  /**
   * Reads a body to its end; `false` once it is longer than `limit` bytes. The response can come from this realm or
   * another, or be a similar object.
   */
  async read(response: Partial<Response>, headers: Headers | undefined, limit: number): Promise<boolean> {
    const { body } = response;
    const length = lengthOf(response, headers);
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
        // Waiting for the stream to close as well would take a quarter of a small call's time.
        if (this.size === length) {
          this.#reader = undefined;
          return true;
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

  /** Stops reading. */
  cancel(): void {
    try {
      this.#reader?.cancel().catch(() => {});
    } catch {
      // The stream cannot be cancelled any more.
    }
  }

  /** Copies the bytes that have arrived into the given array. */
  copyTo(bytes: Uint8Array): void {
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
  }

  /** The bytes that have arrived, in one piece. */
  get bytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.size);
    this.copyTo(bytes);
    return bytes;
  }

  /** The bytes that have arrived, as text. */
  get text(): string {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.bytes);
  }

  /** Adds a part of the body, unless that would make it too long. */
  #take(bytes: Uint8Array, limit: number): boolean {
    if (this.size + bytes.length > limit) {
      return false;
    }
    this.#chunks.push(bytes);
    this.size += bytes.length;
    return true;
  }
}

/** The length of a body, if its headers are reliable: an encoding can be hidden from other origins. */
function lengthOf({ type }: Partial<Response>, headers: Headers | undefined): number | undefined {
  const length = headers?.get("content-length") ?? undefined;
  const isSure = type !== "cors" && headers?.has("content-encoding") === false;
  return isSure && length !== undefined ? Number(length) : undefined;
}

/** The bytes of a chunk, from this realm or another. */
function bytesOf(chunk: Chunk): Uint8Array {
  if (chunk instanceof Uint8Array) {
    return chunk;
  }
  const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(chunk) ? chunk : new DataView(chunk);
  return new Uint8Array(buffer, byteOffset, byteLength);
}
