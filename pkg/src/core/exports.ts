import type { WasmExports } from "../platform/wasm.js";
import type { createGlue } from "../wasm/core/glue.js";

/** The core's exports, as wasm-bindgen prints them. */
export type Glue = ReturnType<typeof createGlue>;

/** A client of one registry in the core's memory. */
export type CoreClient = InstanceType<Glue["Core"]>;

/** A function of wasm. */
type WasmFunction = (...values: unknown[]) => unknown;

/**
 * The exports of wasm, with every function called through a list. That keeps V8 from compiling calls of wasm into the
 * JavaScript around them: Node 20 crashes when it has to undo that while a function that returns an object is running.
 */
export function listed(exports: WasmExports): WasmExports {
  const functions: WasmFunction[] = [];
  const entries = Object.entries(exports).map(([name, value]) => {
    if (typeof value !== "function") {
      return [name, value];
    }
    const index = functions.push(value as WasmFunction) - 1;
    const call: WasmFunction = (...values) => functions[index]!(...values);
    return [name, call];
  });
  return Object.fromEntries(entries) as WasmExports;
}
