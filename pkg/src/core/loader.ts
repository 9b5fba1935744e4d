import type { WasmModule } from "../platform/wasm.js";
import { refuseWithoutWebAssembly } from "./compile.js";
import { Instance } from "./instance.js";

/** Where the wasm comes from. */
export type CoreSource = () => WasmModule | Promise<WasmModule>;

/** Loads the core at the first call, once, and again should it have died or grown too large. */
export class CoreLoader {
  readonly #source: CoreSource;
  #module: WasmModule | Promise<WasmModule> | undefined;
  #instance: Instance | undefined;

  constructor(source: CoreSource) {
    this.#source = source;
  }

  /** The running copy of the core, where there is one. */
  get ready(): Instance | undefined {
    return this.#instance?.isSpent === false ? this.#instance : undefined;
  }

  /** A running copy of the core. */
  async load(): Promise<Instance> {
    refuseWithoutWebAssembly();
    this.#module ??= this.#source();
    try {
      // No call waits for another's turn where the module is there at once.
      this.#module = this.#module instanceof WebAssembly.Module ? this.#module : await this.#module;
    } catch (error) {
      this.#module = undefined;
      throw error;
    }
    const instance = this.ready ?? new Instance(this.#module);
    this.#instance = instance;
    return instance;
  }

  /** Lets go of a copy that is to be used no more, so that its memory is given back. */
  tidy(): void {
    if (this.#instance?.isSpent === true) {
      this.#instance = undefined;
    }
  }
}
