import { type Action, type End, type FailureDetails, NEEDS, type Phase } from "../generated/border.js";
import type { WasmMemory, WasmModule } from "../platform/wasm.js";
import { createGlue } from "../wasm/core/glue.js";
import { Decoder, type Drifted, Undecodable } from "./decoder.js";
import type { Glue } from "./exports.js";
import { listed } from "./exports.js";

/** The wasm has failed: out of memory or stack. */
export class CoreTrap {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/** The data of an action. */
export interface Needs {
  /** The number of the call. */
  readonly call: number;
  /** The time allowed for the attempt or the wait, in ms. */
  readonly milliseconds: number;
  /** The largest body of a response that is read, in bytes. */
  readonly limit: number;
}

/** A copy of the core with more memory than this is replaced by a fresh one, in bytes: wasm's memory never shrinks. */
const MOST_MEMORY = 64 * 2 ** 20;

const encoder = /* @__PURE__ */ new TextEncoder();
const textDecoder = /* @__PURE__ */ new TextDecoder();

/** One running copy of the core. */
export class Instance {
  readonly glue: Glue;
  readonly decoder: Decoder;
  readonly #memory: WasmMemory;
  readonly #needs: number;
  /** Its data for others, by owner. */
  readonly #held = new WeakMap<object, unknown>();
  #bytes = new Uint8Array();
  #words = new Uint32Array();
  #trap: CoreTrap | undefined;

  constructor(module: WasmModule) {
    this.glue = createGlue(listed);
    this.glue.initSync({ module });
    this.#memory = this.glue.memory;
    this.#needs = this.glue.needs() / 4;
    this.decoder = new Decoder(this.glue, this.#memory);
  }

  /** Whether it must not be used any more: it has failed, or holds too much memory. */
  get isSpent(): boolean {
    return this.#trap !== undefined || this.#memory.buffer.byteLength > MOST_MEMORY;
  }

  /** Runs a function in the core. Throws a {@link CoreTrap} if the core has failed or fails now. */
  enter<T>(work: () => T): T {
    if (this.#trap !== undefined) {
      throw this.#trap;
    }
    try {
      return work();
    } catch (error) {
      if (error instanceof Undecodable) {
        throw error;
      }
      this.#trap = new CoreTrap(error);
      throw this.#trap;
    }
  }

  /** Its data for an owner, created at first use. */
  held<T>(user: object, make: (glue: Glue) => T): T {
    let held = this.#held.get(user) as T | undefined;
    if (held === undefined) {
      held = this.enter(() => make(this.glue));
      this.#held.set(user, held);
    }
    return held;
  }

  /** Puts text into the core's input buffer; returns its length in bytes. */
  put(text: string): number {
    // UTF-8 takes at most three bytes for a unit of UTF-16.
    const at = this.enter(() => this.glue.room(text.length * 3));
    return encoder.encodeInto(text, this.#view().subarray(at)).written;
  }

  /** Puts a body into the core's input buffer; returns its length in bytes. */
  putBody(body: { readonly size: number; copyTo(bytes: Uint8Array): void }): number {
    const at = this.enter(() => this.glue.room(body.size));
    body.copyTo(this.#view().subarray(at));
    return body.size;
  }

  /** Continues a call after its action has ended, and returns the next action. */
  advance(call: number, phase: Phase, end: End, status: number, length: number, date: number = Number.NaN): Action {
    return this.enter(() => this.glue.advance(call, phase, end, status, length, date));
  }

  /** The data of the last action. */
  needs(): Needs {
    this.#view();
    const words = this.#words;
    const at = this.#needs;
    return {
      call: words[at + NEEDS.call]!,
      milliseconds: words[at + NEEDS.milliseconds]!,
      limit: words[at + NEEDS.limit]!,
    };
  }

  /** The request of the last action: its headers, a line for each part, and its body. */
  request(): { readonly head: string; readonly body: string | undefined } {
    const bytes = this.#view();
    const words = this.#words;
    const text = (at: number, length: number): string =>
      textDecoder.decode(
        bytes.subarray(words[this.#needs + at]!, words[this.#needs + at]! + words[this.#needs + length]!),
      );
    const hasBody = words[this.#needs + NEEDS.bodyLength] !== 0;
    return {
      head: text(NEEDS.headAt, NEEDS.headLength),
      body: hasBody ? text(NEEDS.bodyAt, NEEDS.bodyLength) : undefined,
    };
  }

  /** The value of a body of the given number of bytes that the core has decoded. */
  value(size: number): unknown {
    return this.enter(() => this.decoder.take(size));
  }

  /** The drift of the body that the core has decoded last, each place once. To be called once. */
  drifts(): readonly Drifted[] {
    return this.enter(() => this.decoder.drifts());
  }

  /** Why the last call failed. */
  failure(): FailureDetails {
    const details = this.enter(() => this.glue.failure());
    if (details === undefined) {
      throw new CoreTrap(new Error("the core did not say why"));
    }
    return details;
  }

  #view(): Uint8Array {
    const { buffer } = this.#memory;
    if (this.#bytes.buffer !== buffer) {
      this.#bytes = new Uint8Array(buffer);
      this.#words = new Uint32Array(buffer);
    }
    return this.#bytes;
  }
}
