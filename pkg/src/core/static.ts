import type { WasmModule } from "../platform/wasm.js";
import { base64 } from "../wasm/core/inline.js";
import { compileText } from "./compile.js";

/** The core's wasm out of a module that is loaded with this one: where modules cannot be imported later, as in service workers. */
export const staticCore = (): Promise<WasmModule> => compileText(base64);
