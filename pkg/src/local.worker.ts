import { type CreateLocalRegistry, localEntry } from "./local/entry.js";
import { staticSources } from "./local/static.js";

export type * from "./local/exports.js";

export const createLocalRegistry: CreateLocalRegistry = /* @__PURE__ */ localEntry(staticSources);
