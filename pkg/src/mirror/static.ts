import { compileText } from "../core/compile.js";
import type { WasmModule } from "../platform/wasm.js";
import { base64 } from "../wasm/mirror/inline.js";

/** The wasm from a module that is loaded with this one. */
export const staticMirror = (): Promise<WasmModule> => compileText(base64);
