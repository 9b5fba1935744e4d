import { bundledSources } from "./local/bundled.js";
import { type CreateLocalRegistry, localEntry } from "./local/entry.js";

export type * from "./local/exports.js";

export const createLocalRegistry: CreateLocalRegistry = /* @__PURE__ */ localEntry(bundledSources);
