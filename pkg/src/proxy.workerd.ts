import { bundledCore } from "./core/bundled.js";
import { type CreateProxy, proxyEntry } from "./proxy/entry.js";

export * from "./proxy/exports.js";

export const createProxy: CreateProxy = /* @__PURE__ */ proxyEntry(bundledCore);
