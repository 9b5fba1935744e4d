import { inlineCore } from "./core/inline.js";
import { type CreateProxy, proxyEntry } from "./proxy/entry.js";

export * from "./proxy/exports.js";

export const createProxy: CreateProxy = /* @__PURE__ */ proxyEntry(inlineCore);
