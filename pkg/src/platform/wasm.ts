/*
 * WebAssembly's types under the names that these declarations need, for users who compile without the libraries `dom`
 * and `webworker`: Node's own declarations lack them.
 */

/** A compiled module: `WebAssembly.Module` if the compiler has that type. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/** The memory of an instance. */
export interface WasmMemory {
  /** Replaced whenever the memory has grown. */
  readonly buffer: ArrayBuffer;
}

/** The exports of an instance. */
export type WasmExports = Record<string, unknown>;
