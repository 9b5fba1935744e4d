import { createLocalRegistry } from "isometric-registry/local";
import { useRegistry } from "./six-lines.mjs";

/** The six lines against a registry in this process. */
export async function useLocalRegistry(library) {
  const { accounts, baseUrl, fetch } = await createLocalRegistry({ now: () => Date.UTC(2026, 0, 31) });
  const { clientSecret, accessToken } = accounts.find(({ role }) => role === "buyer");
  return useRegistry(library, { baseUrl, fetch, clientSecret, accessToken });
}
