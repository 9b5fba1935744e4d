import { RegistryError } from "../error/errors.js";
import { property } from "../inspect/property.js";
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

/** Compiles the wasm; explains a refusal by the runtime. */
export async function compile(bytes: ArrayBufferView | ArrayBuffer): Promise<WasmModule> {
  refuseWithoutWebAssembly();
  try {
    return await WebAssembly.compile(bytes as BufferSource);
  } catch (error) {
    throw refused(reasonOf(error), error);
  }
}

/** Reports that there is no WebAssembly at all. */
export function refuseWithoutWebAssembly(): void {
  if (typeof WebAssembly === "undefined") {
    throw refused(
      "this runtime has no WebAssembly, which the package needs. Apple's Lockdown Mode and V8's --jitless turn it off, " +
        "and Hermes has none.",
    );
  }
}

function reasonOf(error: unknown): string {
  const message = String(property(error, "message"));
  // What V8, SpiderMonkey and JavaScriptCore say of bytes that do not begin as wasm does, such as a page in its place.
  if (/magic|0asm/.test(message)) {
    return `what useCore was given is not WebAssembly. ${message}`;
  }
  if (message.includes("disallowed by embedder") && !("document" in globalThis)) {
    return (
      "the runtime does not let code compile WebAssembly, as Cloudflare's does not: its bundler has to take the package's entry for " +
      'the condition workerd. With Next.js and OpenNext, name the package in next.config: serverExternalPackages: ["isometric-registry"].'
    );
  }
  return (
    "the runtime refuses to compile WebAssembly. If this is a page with a content security policy, add 'wasm-unsafe-eval' " +
    "to its script-src."
  );
}

const refused = (reason: string, cause?: unknown): RegistryError =>
  new RegistryError(`isometric-registry: ${reason}`, { operation: "load", cause });
