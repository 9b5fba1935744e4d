import { bundledCore } from "../core/bundled.js";
import module from "../wasm/local/local.wasm?module";
import type { LocalSources } from "./registry.js";

/** The wasm as a module of the runtime's own kind, for runtimes in which code must not compile any: workerd. */
export const bundledSources: LocalSources = {
  core: bundledCore,
  ledger: () => module,
};
