import type { WasmModule } from "../platform/wasm.js";
import { compile } from "./loader.js";

/** The core's wasm out of a module of the package: it works wherever modules can be imported. */
export async function inlineCore(): Promise<WasmModule> {
  const { base64 } = await import("../wasm/core/inline.js");
  return compileText(base64);
}

/** Compiles wasm that is written as base64. */
export function compileText(base64: string): Promise<WasmModule> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    bytes[index] = text.charCodeAt(index);
  }
  return compile(bytes);
}
