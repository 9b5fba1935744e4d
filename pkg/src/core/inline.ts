import type { WasmModule } from "../platform/wasm.js";
import { compileText } from "./compile.js";

/** The core's wasm from a module of the package: it works wherever modules can be imported. */
export async function inlineCore(): Promise<WasmModule> {
  const { base64 } = await import("../wasm/core/inline.js");
  return compileText(base64);
}
