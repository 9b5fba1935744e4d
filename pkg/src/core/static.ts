import type { WasmModule } from "../platform/wasm.js";
import { base64 } from "../wasm/core/inline.js";
import { compileText } from "./compile.js";

/**
 * The core's wasm from a module that is loaded with this one: for runtimes without later imports, such as service
 * workers.
 */
export const staticCore = (): Promise<WasmModule> => compileText(base64);
