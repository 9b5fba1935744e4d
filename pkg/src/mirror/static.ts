import { compileText } from "../core/compile.js";
import * as parquet from "../vendor/parquet-writer.js";
import { base64 } from "../wasm/mirror/inline.js";
import type { MirrorSources } from "./mirror.js";

/** The sources of a mirror from modules that are loaded with this one. */
export const staticMirror: MirrorSources = { core: () => compileText(base64), parquet: () => parquet };
