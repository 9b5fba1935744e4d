import { shapes } from "../generated/shapes.js";
import { RegistryError } from "../error/errors.js";
import { createGlue } from "../wasm/core/glue.js";
import { createReader, type Read } from "./reader.js";

/** The core's exports, as wasm-bindgen prints them. */
type Glue = ReturnType<typeof createGlue>;

/** A client of one registry in the core's memory. */
export type CoreClient = InstanceType<Glue["Core"]>;

/** Where the wasm comes from. */
export type CoreSource = () => Promise<WebAssembly.Module>;

/** The wasm died: out of memory or stack. What was under way has no answer. */
export class CoreTrap {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/** What a dead core returns: the glue finds no error in it. */
const NOTHING: readonly unknown[] = [];

/** One running copy of the core. */
export class Instance {
  readonly glue: Glue;
  readonly reader: { readonly read: Read };
  readonly #waiting = new Set<(trap: CoreTrap) => void>();
  #trap: CoreTrap | undefined;

  constructor(module: WebAssembly.Module) {
    this.glue = createGlue((exports) => this.#guard(exports));
    const { memory } = this.glue.initSync({ module });
    this.reader = { read: createReader(memory, shapes) };
  }

  /** Whether it can be used no more. */
  get isDead(): boolean {
    return this.#trap !== undefined;
  }

  /** Waits for what the core promises. Should the core die first, rejects with a {@link CoreTrap}. */
  run<T>(start: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#trap !== undefined) {
        throw this.#trap;
      }
      this.#waiting.add(reject);
      Promise.resolve()
        .then(start)
        .then(resolve, (error: unknown) => reject(this.#trap ?? error))
        .finally(() => this.#waiting.delete(reject));
    });
  }

  /** Lets nothing that escapes from the wasm reach the event loop: it ends the instance, and nothing runs in it again. */
  #guard(exports: WebAssembly.Exports): WebAssembly.Exports {
    const guarded = Object.entries(exports).map(([name, value]) => {
      if (typeof value !== "function") {
        return [name, value];
      }
      const call = (...values: unknown[]): unknown => {
        try {
          return this.isDead ? NOTHING : value(...values);
        } catch (error) {
          this.#die(new CoreTrap(error));
          return NOTHING;
        }
      };
      return [name, call];
    });
    return Object.fromEntries(guarded);
  }

  #die(trap: CoreTrap): void {
    this.#trap ??= trap;
    for (const reject of this.#waiting) {
      reject(trap);
    }
    this.#waiting.clear();
  }
}

/** Loads the core at the first call, once, and again should it have died. */
export class CoreLoader {
  readonly #source: CoreSource;
  #module: Promise<WebAssembly.Module> | undefined;
  #instance: Instance | undefined;

  constructor(source: CoreSource) {
    this.#source = source;
  }

  /** A running copy of the core. */
  async load(): Promise<Instance> {
    if (this.#instance !== undefined && !this.#instance.isDead) {
      return this.#instance;
    }
    this.#module ??= this.#source();
    let module: WebAssembly.Module;
    try {
      module = await this.#module;
    } catch (error) {
      this.#module = undefined;
      throw error;
    }
    if (this.#instance === undefined || this.#instance.isDead) {
      this.#instance = new Instance(module);
    }
    return this.#instance;
  }
}

/** Compiles the wasm; says so where a page's content security policy forbids it. */
export async function compile(bytes: BufferSource): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw new RegistryError(
      "isometric-registry: the runtime refuses to compile WebAssembly. If this is a page with a content security " +
        "policy, add 'wasm-unsafe-eval' to its script-src.",
      { operation: "load", cause: error },
    );
  }
}
