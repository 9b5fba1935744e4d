import { bundledCore } from "./core/bundled.js";
import { type CreateProxy, proxyEntry } from "./proxy/entry.js";

export * from "./proxy/exports.js";

/** Creates a proxy between your web app and the registry, so that the credentials stay on the server. */
export const createProxy: CreateProxy = /* @__PURE__ */ proxyEntry(bundledCore);
