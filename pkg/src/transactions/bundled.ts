import type { WasmModule } from "../platform/wasm.js";
import module from "../wasm/transactions/transactions.wasm?module";

/** The wasm of the transactions as the runtime's own kind of module: workerd. */
export const bundledFlows = async (): Promise<WasmModule> => module;
