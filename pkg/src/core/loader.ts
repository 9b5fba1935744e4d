import type { WasmModule } from "../platform/wasm.js";
import { refuseWithoutWebAssembly } from "./compile.js";
import { Instance } from "./instance.js";

/** The source of the wasm. */
export type CoreSource = () => WasmModule | Promise<WasmModule>;

/** Loads the core at the first call, once, and again if it has failed or grown too large. */
export class CoreLoader {
  readonly #source: CoreSource;
  #module: WasmModule | Promise<WasmModule> | undefined;
  #instance: Instance | undefined;

  constructor(source: CoreSource) {
    this.#source = source;
  }

  /** The running copy of the core, if there is one. */
  get ready(): Instance | undefined {
    return this.#instance?.isSpent === false ? this.#instance : undefined;
  }

  /** A running copy of the core. */
  async load(): Promise<Instance> {
    refuseWithoutWebAssembly();
    this.#module ??= this.#source();
    try {
      // Calls do not wait for each other if the module is available at once.
      this.#module = this.#module instanceof WebAssembly.Module ? this.#module : await this.#module;
    } catch (error) {
      this.#module = undefined;
      throw error;
    }
    const instance = this.ready ?? new Instance(this.#module);
    this.#instance = instance;
    return instance;
  }

  /** Drops a copy that must not be used any more, so that its memory is released. */
  tidy(): void {
    if (this.#instance?.isSpent === true) {
      this.#instance = undefined;
    }
  }
}
