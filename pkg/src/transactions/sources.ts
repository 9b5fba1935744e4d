import { listed } from "../core/exports.js";
import type { WasmModule } from "../platform/wasm.js";
import { createGlue } from "../wasm/transactions/glue.js";

/** Where the wasm of the transactions comes from. */
export type FlowSource = () => Promise<WasmModule>;

/** The exports of the transactions' wasm. */
export type FlowGlue = ReturnType<typeof createGlue>;

/** The wasm, compiled once however many flows there are. */
export class FlowLoader {
  readonly #source: FlowSource;
  #glue: Promise<FlowGlue> | undefined;

  constructor(source: FlowSource) {
    this.#source = source;
  }

  /** A running copy of it. */
  async load(): Promise<FlowGlue> {
    this.#glue ??= this.#source().then((module) => {
      const glue = createGlue(listed);
      glue.initSync({ module });
      return glue;
    });
    try {
      return await this.#glue;
    } catch (error) {
      this.#glue = undefined;
      throw error;
    }
  }

  /** Lets the next call load a fresh copy, because this one has died. */
  forget(): void {
    this.#glue = undefined;
  }
}
