import { compileText } from "../core/compile.js";
import type { WasmModule } from "../platform/wasm.js";
import { base64 } from "../wasm/transactions/inline.js";

/** The wasm of the transactions from a module that is loaded with this one. */
export const staticFlows = (): Promise<WasmModule> => compileText(base64);
