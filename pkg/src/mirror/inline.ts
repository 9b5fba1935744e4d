import { compileText } from "../core/inline.js";

/** The wasm out of a module of the package: it works wherever modules can be imported. */
export async function inlineMirror(): Promise<WebAssembly.Module> {
  const { base64 } = await import("../wasm/mirror/inline.js");
  return compileText(base64);
}
