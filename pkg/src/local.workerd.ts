import { bundledSources } from "./local/bundled.js";
import { type CreateLocalRegistry, localEntry } from "./local/entry.js";

export type * from "./local/exports.js";

/** Creates a registry that runs in this process, with sample data, accounts and credentials. */
export const createLocalRegistry: CreateLocalRegistry = /* @__PURE__ */ localEntry(bundledSources);
