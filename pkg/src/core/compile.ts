import { RegistryError } from "../error/errors.js";
import type { WasmModule } from "../platform/wasm.js";

/** Compiles wasm that is written as base64. */
export function compileText(base64: string): Promise<WasmModule> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    bytes[index] = text.charCodeAt(index);
  }
  return compile(bytes);
}

/** Compiles the wasm; says so where a page's content security policy forbids it. */
export async function compile(bytes: ArrayBufferView | ArrayBuffer): Promise<WasmModule> {
  try {
    return await WebAssembly.compile(bytes as BufferSource);
  } catch (error) {
    throw new RegistryError(
      "isometric-registry: the runtime refuses to compile WebAssembly. If this is a page with a content security " +
        "policy, add 'wasm-unsafe-eval' to its script-src.",
      { operation: "load", cause: error },
    );
  }
}
