import { compileText } from "../core/compile.js";
import type { WasmModule } from "../platform/wasm.js";

/** The wasm of the transactions from a module of the package. */
export async function inlineFlows(): Promise<WasmModule> {
  const { base64 } = await import("../wasm/transactions/inline.js");
  return compileText(base64);
}
