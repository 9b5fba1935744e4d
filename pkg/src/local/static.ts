import { compileText } from "../core/compile.js";
import { staticCore } from "../core/static.js";
import { base64 } from "../wasm/local/inline.js";
import type { LocalSources } from "./registry.js";

/** The wasm from modules that are loaded with this one. */
export const staticSources: LocalSources = {
  core: staticCore,
  ledger: () => compileText(base64),
};
