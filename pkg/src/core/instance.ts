import { type Action, type End, type FailureDetails, NEEDS, type Phase } from "../generated/border.js";
import type { WasmMemory, WasmModule } from "../platform/wasm.js";
import { createGlue } from "../wasm/core/glue.js";
import { Decoder, type Drifted, Undecodable } from "./decoder.js";
import type { Glue } from "./exports.js";
import { listed } from "./exports.js";

/** The wasm died: out of memory or stack. */
export class CoreTrap {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/** What an action needs. */
export interface Needs {
  /** The number of the call. */
  readonly call: number;
  /** The time that the attempt or the wait has, in ms. */
  readonly milliseconds: number;
  /** The largest body of a response that is read, in bytes. */
  readonly limit: number;
}

/** Memory beyond which a copy of the core is replaced by a fresh one, in bytes: wasm's memory never shrinks. */
const MOST_MEMORY = 64 * 2 ** 20;

const encoder = /* @__PURE__ */ new TextEncoder();
const textDecoder = /* @__PURE__ */ new TextDecoder();

/** One running copy of the core. */
export class Instance {
  readonly glue: Glue;
  readonly decoder: Decoder;
  readonly #memory: WasmMemory;
  readonly #needs: number;
  /** What it holds for others, by whom. */
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

  /** Whether it is to be used no more: it is dead, or holds too much memory. */
  get isSpent(): boolean {
    return this.#trap !== undefined || this.#memory.buffer.byteLength > MOST_MEMORY;
  }

  /** Does something in the core. Throws a {@link CoreTrap} where the core is dead or dies of it. */
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

  /** What it holds for somebody, made at first use. */
  held<T>(user: object, make: (glue: Glue) => T): T {
    let held = this.#held.get(user) as T | undefined;
    if (held === undefined) {
      held = this.enter(() => make(this.glue));
      this.#held.set(user, held);
    }
    return held;
  }

  /** Puts text into the core's room; gives its length in bytes. */
  put(text: string): number {
    // UTF-8 takes at most three bytes for a unit of UTF-16.
    const at = this.enter(() => this.glue.room(text.length * 3));
    return encoder.encodeInto(text, this.#view().subarray(at)).written;
  }

  /** Puts a body into the core's room; gives its length in bytes. */
  putBody(body: { readonly size: number; copyTo(bytes: Uint8Array): void }): number {
    const at = this.enter(() => this.glue.room(body.size));
    body.copyTo(this.#view().subarray(at));
    return body.size;
  }

  /** Goes on with a call after what became of its action, and gives the next one. */
  advance(call: number, phase: Phase, end: End, status: number, length: number, date: number = Number.NaN): Action {
    return this.enter(() => this.glue.advance(call, phase, end, status, length, date));
  }

  /** What the last action needs. */
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

  /** The request that the last action is about: its head, a line for each part, and its body. */
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

  /** The value of a body of so many bytes that the core has decoded. */
  value(size: number): unknown {
    return this.enter(() => this.decoder.take(size));
  }

  /** What has drifted in the body that the core has decoded last, each place once. To be called once. */
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
