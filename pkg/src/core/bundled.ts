import type { WasmModule } from "../platform/wasm.js";
import module from "../wasm/core/core.wasm?module";

/** The wasm as the runtime's own kind of module, where code may not compile any: workerd. */
export function bundledCore(): WasmModule {
  return module;
}
