import { inlineSources } from "./local/inline.js";
import type { LocalRegistryOptions } from "./local/options.js";
import { type LocalRegistry, startRegistry } from "./local/registry.js";

export type * from "./local/exports.js";

/**
 * Makes a registry that runs in this process: an in-memory ledger with the rules of the real one, which
 * answers the same API. Sample data, accounts and credentials are there from the start.
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
export function createLocalRegistry(options?: LocalRegistryOptions): Promise<LocalRegistry> {
  return startRegistry(inlineSources, options);
}
