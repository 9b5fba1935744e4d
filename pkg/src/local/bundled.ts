import { bundledCore } from "../core/bundled.js";
import module from "../wasm/local/local.wasm?module";
import type { LocalSources } from "./registry.js";

/** The wasm as the runtime's own kind of module, where code may not compile any: workerd. */
export const bundledSources: LocalSources = {
  core: bundledCore,
  ledger: () => module,
};
