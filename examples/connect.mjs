import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";

/** A read-only client of the environment that the variables name; without them, of a local registry. */
export async function connectToRead() {
  const { ISOMETRIC_CLIENT_SECRET, ISOMETRIC_ACCESS_TOKEN } = process.env;
  return ISOMETRIC_CLIENT_SECRET && ISOMETRIC_ACCESS_TOKEN
    ? new RegistryClient({ readOnly: true })
    : connectToLocal("buyer");
}

/** A client of a new local registry, for its first buyer or supplier. */
export async function connectToLocal(role) {
  const { fetch, baseUrl, accounts } = await createLocalRegistry();
  const { clientSecret, accessToken } = accounts.find((account) => account.role === role);
  return new RegistryClient({ fetch, baseUrl, clientSecret, accessToken });
}

/**
 * A local registry shows changes at once, so transactions need not wait as long as elsewhere. Leave this out in your
 * own code.
 */
export const localTimes = { lagMs: 1_000, settleWithinMs: 20_000 };
