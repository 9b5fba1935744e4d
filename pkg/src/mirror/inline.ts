import { compileText } from "../core/compile.js";
import type { MirrorSources } from "./mirror.js";

/** The sources of a mirror from modules of the package: they work wherever modules can be imported. */
export const inlineMirror: MirrorSources = {
  core: async () => compileText((await import("../wasm/mirror/inline.js")).base64),
  parquet: () => import("../vendor/parquet-writer.js"),
};
