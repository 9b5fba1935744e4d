/** A function of wasm. */
type WasmFunction = (...values: unknown[]) => unknown;

/**
 * The exports of wasm with every function called by way of a list, from which it can be taken. What is thrown goes to
 * `caught`, whose value is returned instead.
 *
 * The list also keeps V8 from compiling calls of wasm into the JavaScript around them. Node 20 dies when it has to undo
 * that while a function runs that returns an object.
 */
export function listed(
  exports: WebAssembly.Exports,
  functions: WasmFunction[],
  caught: (error: unknown) => unknown,
): WebAssembly.Exports {
  const entries = Object.entries(exports).map(([name, value]) => {
    if (typeof value !== "function") {
      return [name, value];
    }
    const index = functions.push(value as WasmFunction) - 1;
    const call: WasmFunction = (...values) => {
      try {
        return functions[index]!(...values);
      } catch (error) {
        return caught(error);
      }
    };
    return [name, call];
  });
  return Object.fromEntries(entries) as WebAssembly.Exports;
}
