/*
 * WebAssembly's types by the names that these declarations need, for those who compile without the libraries `dom` and `webworker`: Node's own
 * declarations do not have them.
 */

/** A compiled module: `WebAssembly.Module` where the compiler knows it. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/** The memory of an instance. */
export interface WasmMemory {
  /** Another whenever the memory has grown. */
  readonly buffer: ArrayBuffer;
}

/** What an instance exports. */
export type WasmExports = Record<string, unknown>;
