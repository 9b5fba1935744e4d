import { compileText } from "../core/inline.js";

/** The wasm of the transactions out of a module of the package. */
export async function inlineFlows(): Promise<WebAssembly.Module> {
  const { base64 } = await import("../wasm/transactions/inline.js");
  return compileText(base64);
}
