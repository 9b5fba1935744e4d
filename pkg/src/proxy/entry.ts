import { CoreLoader, type CoreSource } from "../core/loader.js";
import { createHandler } from "./handler.js";
import type { Proxy, ProxyOptions } from "./options.js";

/** Creates proxies. */
export interface CreateProxy {
  /**
   * Creates a proxy between your web app and the registry: a request handler, to be mounted on your server at
   * `basePath`. The credentials stay on the server; the page uses `new RegistryClient({ baseUrl: "/registry" })`.
   *
   * ```ts
   * const proxy = createProxy({ clientSecret, accessToken, allow: ["public"] });
   * const response = await proxy(request);
   * ```
   *
   * @throws InvalidRequestError naming every invalid option.
   */
  (options: ProxyOptions): Proxy;
}

/** `createProxy` with the core's wasm from `source`. */
export function proxyEntry(source: CoreSource): CreateProxy {
  const loader = new CoreLoader(source);
  return (options) => createHandler(loader, options);
}
