import { listed } from "../core/exports.js";
import type { WasmModule } from "../platform/wasm.js";
import { createGlue } from "../wasm/transactions/glue.js";

/** The source of the wasm of the transactions. */
export type FlowSource = () => Promise<WasmModule>;

/** The exports of the transactions' wasm. */
export type FlowGlue = ReturnType<typeof createGlue>;

/** The wasm, compiled once for all flows. */
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

  /** Lets the next call load a fresh copy, because this one has failed. */
  forget(): void {
    this.#glue = undefined;
  }
}
