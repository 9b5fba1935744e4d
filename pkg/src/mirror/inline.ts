import { compileText } from "../core/compile.js";
import type { WasmModule } from "../platform/wasm.js";

/** The wasm from a module of the package: it works wherever modules can be imported. */
export async function inlineMirror(): Promise<WasmModule> {
  const { base64 } = await import("../wasm/mirror/inline.js");
  return compileText(base64);
}
