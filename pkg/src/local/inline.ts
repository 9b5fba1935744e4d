import { compileText } from "../core/compile.js";
import { inlineCore } from "../core/inline.js";
import type { LocalSources } from "./registry.js";

/** The wasm from modules of the package: it works wherever modules can be imported. */
export const inlineSources: LocalSources = {
  core: inlineCore,
  async ledger() {
    const { base64 } = await import("../wasm/local/inline.js");
    return compileText(base64);
  },
};
