import type { LocalRegistryOptions } from "./options.js";
import { type LocalRegistry, type LocalSources, startRegistry } from "./registry.js";

/** Creates registries that run in this process. */
export interface CreateLocalRegistry {
  /**
   * Creates a registry that runs in this process: an in-memory ledger with the rules of the real one and the same API.
   * By default it has sample data, accounts and credentials.
   *
   * ```ts
   * const { fetch, baseUrl, accounts } = await createLocalRegistry();
   * const buyer = accounts.find(({ role }) => role === "buyer");
   * const registry = new RegistryClient({
   *   fetch,
   *   baseUrl,
   *   clientSecret: buyer?.clientSecret,
   *   accessToken: buyer?.accessToken,
   * });
   * ```
   */
  (options?: LocalRegistryOptions): Promise<LocalRegistry>;
}

/** `createLocalRegistry` with wasm from `sources`. */
export function localEntry(sources: LocalSources): CreateLocalRegistry {
  return (options) => startRegistry(sources, options);
}
