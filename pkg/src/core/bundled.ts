import module from "../wasm/core/core.wasm";

/** The wasm as the runtime's own kind of module, where code may not compile any: workerd. */
export async function bundledCore(): Promise<WebAssembly.Module> {
  return module;
}
