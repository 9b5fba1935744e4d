import module from "../wasm/core/core.wasm";

/** The wasm as the runtime's own kind of module, where code may not compile any: workerd. */
export function bundledCore(): WebAssembly.Module {
  return module;
}
