import type { WasmModule } from "../platform/wasm.js";

/**
 * The core's WebAssembly, as the tool that bundles or runs the import gives it: an address or its bytes as text, its
 * bytes, or a module. Which of these is the tool's choice, so the type fits all of them: `useCore(core)`, or
 * `useCore(new URL(core, import.meta.url))` where the text is a relative address.
 */
declare const core: string & Uint8Array & WasmModule;
export default core;
