import module from "../wasm/mirror/mirror.wasm?module";
import type { MirrorSources } from "./mirror.js";

/** The sources of a mirror, with the wasm as a module of the runtime's own kind, for runtimes in which code must not compile any: workerd. */
export const bundledMirror: MirrorSources = {
  core: () => module,
  parquet: () => import("../vendor/parquet-writer.js"),
};
