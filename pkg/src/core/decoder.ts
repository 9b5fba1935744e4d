import { createShapes } from "../generated/shapes.js";
import type { WasmMemory } from "../platform/wasm.js";
import type { Glue } from "./exports.js";
import { createReader } from "./reader.js";

/** The number that stands for any JSON. */
export const ANY = 0;

/** Bodies longer than this, in bytes, leave memory behind that is released. */
const LARGE = 2 ** 20;

/** A body that is invalid: where, and why. */
export class Undecodable {
  readonly path: string;
  readonly expected: string;
  readonly found: string;

  constructor(path: string, expected: string, found: string) {
    this.path = path;
    this.expected = expected;
    this.found = found;
  }
}

/** A place at which a body does not match the contract, what was expected there, and what kind of value was found. */
export interface Drifted {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** Where the layout holds the number of places of a body that have drifted, in bytes. */
const DRIFTS_AT = 32;

const NONE: readonly Drifted[] = [];

/** Decodes bodies: the core writes records of their contents into its memory, and the reader turns them into values. */
export class Decoder {
  readonly #glue: Glue;
  readonly #memory: WasmMemory;
  readonly #kinds = new Map<string, number>();
  #bytes = new Uint8Array();
  readonly #layout: number;
  readonly #read: () => unknown;

  constructor(glue: Glue, memory: WasmMemory) {
    this.#glue = glue;
    this.#memory = memory;
    this.#layout = glue.layout();
    this.#read = createReader(memory, this.#layout, createShapes);
  }

  /** The number for a name: a model, a page or a list of one. */
  kindOf(name: string): number | undefined {
    const known = this.#kinds.get(name);
    const kind = known ?? (name === "" ? undefined : this.#glue.kindOf(name));
    if (known === undefined && kind !== undefined) {
      this.#kinds.set(name, kind);
    }
    return kind;
  }

  /**
   * The value of a body of this kind; throws an {@link Undecodable}. Drift is an error too, unless it is to be
   * reported: then it is in {@link drifts}.
   */
  decode(kind: number, body: Uint8Array, tellsDrift = false): unknown {
    const glue = this.#glue;
    const address = glue.room(body.length);
    const { buffer } = this.#memory;
    if (this.#bytes.buffer !== buffer) {
      this.#bytes = new Uint8Array(buffer);
    }
    this.#bytes.set(body, address);
    if (!glue.decodeAs(kind, body.length, tellsDrift)) {
      const [, , , , , , , , path, expected, found] = glue.fault()!;
      throw new Undecodable(path, expected, found);
    }
    return this.take(body.length);
  }

  /** The drift of the body that the core has decoded last, each place once. To be called once. */
  drifts(): readonly Drifted[] {
    if (new DataView(this.#memory.buffer).getUint32(this.#layout + DRIFTS_AT, true) === 0) {
      return NONE;
    }
    const parts = this.#glue.drifts().split("\t");
    return Array.from({ length: Math.floor(parts.length / 3) }, (_, index) => {
      const [path = "", expected = "", found = ""] = parts.slice(3 * index);
      return { path, expected, found };
    });
  }

  /**
   * The value of the body of the given number of bytes that the core has decoded last; throws an {@link Undecodable}.
   */
  take(length: number): unknown {
    try {
      return this.#read();
    } catch {
      throw new Undecodable("", "a value that JavaScript can hold", "one that it cannot hold");
    } finally {
      if (length > LARGE) {
        this.#glue.trim();
      }
    }
  }
}
