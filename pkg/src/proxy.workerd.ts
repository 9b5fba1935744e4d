import { bundledCore } from "./core/bundled.js";
import { CoreLoader } from "./core/loader.js";
import { createHandler } from "./proxy/handler.js";
import type { Proxy, ProxyOptions } from "./proxy/options.js";

export * from "./proxy/exports.js";

const loader = /* @__PURE__ */ new CoreLoader(bundledCore);

/**
 * A proxy between your web app and the registry: a handler of requests, to be mounted on your server at
 * `basePath`. The credentials stay on the server; the page uses `new RegistryClient({ baseUrl: "/registry" })`.
 *
 * ```ts
 * const proxy = createProxy({ clientSecret, accessToken, allow: ["public"] });
 * const response = await proxy(request);
 * ```
 *
 * @throws InvalidRequestError naming every invalid option.
 */
export function createProxy(options: ProxyOptions): Proxy {
  return createHandler(loader, options);
}
