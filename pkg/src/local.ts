import { type CreateLocalRegistry, localEntry } from "./local/entry.js";
import { inlineSources } from "./local/inline.js";

export type * from "./local/exports.js";

export const createLocalRegistry: CreateLocalRegistry = /* @__PURE__ */ localEntry(inlineSources);
