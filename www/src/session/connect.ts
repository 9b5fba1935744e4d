import coreUrl from "isometric-registry/core.wasm?url";
import { RegistryClient, useCore } from "isometric-registry/slim";
import type { Conditions } from "./conditions";
import { recordExchanges } from "./exchanges";
import type { Proxy } from "./proxy";
import type { SampleRegistry } from "./sample";

useCore(new URL(coreUrl, import.meta.url));
preload(coreUrl);

/** A client of the registry in this page, for one of its sample accounts. */
export function connectToSample(
  { baseUrl, fetch, accounts }: SampleRegistry,
  account: number,
  { timeoutMs }: Conditions,
): RegistryClient {
  const { clientSecret, accessToken } = accounts[account] ?? {};
  return new RegistryClient({ baseUrl, fetch, clientSecret, accessToken, timeoutMs, hooks: recordExchanges });
}

/** A client of the real registry. The proxy holds the credentials; this page has none. */
export function connectThroughProxy({ baseUrl }: Proxy, readOnly: boolean): RegistryClient {
  return new RegistryClient({ baseUrl, readOnly, credentials: "same-origin", hooks: recordExchanges });
}

/** Fetches it now instead of at the first call. */
function preload(url: string): void {
  const link = Object.assign(document.createElement("link"), {
    rel: "preload",
    as: "fetch",
    crossOrigin: "anonymous",
  });
  document.head.append(Object.assign(link, { href: url }));
}
