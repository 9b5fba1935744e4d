import type { WasmModule } from "../platform/wasm.js";
import module from "../wasm/core/core.wasm?module";

/** The wasm as a module of the runtime's own kind, for runtimes in which code must not compile any: workerd. */
export function bundledCore(): WasmModule {
  return module;
}
