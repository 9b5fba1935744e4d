import { listed } from "../core/exports.js";
import type { CoreSource } from "../core/loader.js";
import type { WasmModule } from "../platform/wasm.js";
import { createGlue } from "../wasm/mirror/glue.js";
import type { StoreSchema } from "./store.js";

/** The mirror's wasm, running. */
export type MirrorGlue = ReturnType<typeof createGlue>;

/** A run in progress in the wasm. */
export type MirrorRun = ReturnType<MirrorGlue["MirrorRun"]["refresh"]>;

let compiled: WasmModule | Promise<WasmModule> | undefined;

/** Starts the wasm. Each mirror has its own copy, so that a failure affects only that mirror. */
export async function startCore(source: CoreSource): Promise<MirrorGlue> {
  compiled ??= source();
  const glue = createGlue(listed);
  try {
    glue.initSync({ module: await compiled });
  } catch (error) {
    compiled = undefined;
    throw error;
  }
  return glue;
}

/** The tables of a store. */
export function schemaOf(glue: MirrorGlue): StoreSchema {
  const schema = JSON.parse(glue.MirrorRun.schema()) as Omit<StoreSchema, "sqlite" | "postgres">;
  const statements = (json: string): string[] => JSON.parse(json) as string[];
  const { MirrorRun } = glue;
  return { ...schema, sqlite: statements(MirrorRun.sqlite()), postgres: statements(MirrorRun.postgres()) };
}
