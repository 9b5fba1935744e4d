import { RegistryError } from "../error/errors.js";
import { createGlue } from "../wasm/core/glue.js";
import { Decoder } from "./decoder.js";
import { listed } from "./exports.js";

/** The core's exports, as wasm-bindgen prints them. */
export type Glue = ReturnType<typeof createGlue>;

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
  readonly memory: WebAssembly.Memory;
  readonly decoder: Decoder;
  readonly #functions: (() => unknown)[] = [];
  readonly #waiting = new Set<(trap: CoreTrap) => void>();
  #trap: CoreTrap | undefined;

  constructor(module: WebAssembly.Module) {
    // Nothing that escapes from the wasm reaches the event loop: it ends the instance, and nothing runs in it again.
    this.glue = createGlue((exports) =>
      listed(exports, this.#functions, (error) => {
        this.#die(new CoreTrap(error));
        return NOTHING;
      }),
    );
    this.glue.initSync({ module });
    this.memory = this.glue.memory;
    this.decoder = new Decoder(this.glue, this.memory);
  }

  /** Whether it can be used no more. */
  get isDead(): boolean {
    return this.#trap !== undefined;
  }

  /** Says that what the core waits for under a key has happened: it gave a value, or failed with it. */
  readonly wake = (key: number, failed: boolean, value?: unknown): void => this.glue.wake(key, failed, value);

  /** Waits for what the core promises. Should the core die first, rejects with a {@link CoreTrap}. */
  readonly run = <T>(start: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (this.#trap !== undefined) {
        throw this.#trap;
      }
      this.#waiting.add(reject);
      const end = (settle: () => void): void => {
        this.#waiting.delete(reject);
        settle();
      };
      start().then(
        (value) => end(() => resolve(value)),
        (error: unknown) => end(() => reject(this.#trap ?? error)),
      );
    });

  #die(trap: CoreTrap): void {
    this.#trap ??= trap;
    this.#functions.fill(() => NOTHING);
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

  /** The running copy of the core, where there is one. */
  get ready(): Instance | undefined {
    return this.#instance?.isDead === false ? this.#instance : undefined;
  }

  /** A running copy of the core. */
  async load(): Promise<Instance> {
    this.#module ??= this.#source();
    let module: WebAssembly.Module;
    try {
      module = await this.#module;
    } catch (error) {
      this.#module = undefined;
      throw error;
    }
    const instance = this.ready ?? new Instance(module);
    this.#instance = instance;
    return instance;
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
