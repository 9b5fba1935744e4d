import { register } from "node:module";
import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";

const moduleOf = (code) => `data:text/javascript,${encodeURIComponent(code)}`;

/** What `connect.mjs` gives to the examples: a client of a registry that the test has made. */
const connection = moduleOf(`
  export const connectToRead = () => globalThis.connectExample("buyer");
  export const connectToLocal = (role) => globalThis.connectExample(role);
  export const localTimes = { lagMs: 1, settleWithinMs: 20 };`);

/** What `isometric-registry/local` gives to an example that makes its own. */
const local = moduleOf("export const createLocalRegistry = () => globalThis.createExampleRegistry();");

const hooks = moduleOf(`
  const replaced = new Map([["./connect.mjs", ${JSON.stringify(connection)}], ["isometric-registry/local", ${JSON.stringify(local)}]]);
  export const resolve = (name, context, next) =>
    replaced.has(name) && context.parentURL.includes("step=") ? { url: replaced.get(name), shortCircuit: true } : next(name, context);`);

/** Lets examples that are imported with `?step=…` meet the test's registry, by `globalThis.connectExample` and the like. */
export const replaceConnections = () => register(hooks);

/** How a request can fail. */
export const ways = {
  "breaks off before the registry acts": async () => {
    throw new TypeError("broken off");
  },
  "breaks off after the registry has acted": async (send) => {
    await send();
    throw new TypeError("broken off");
  },
  "is refused": async () => Response.json({ detail: "no" }, { status: 403 }),
  "is answered by a gateway": async (send) => {
    await send();
    return new Response("<html>Bad gateway</html>", { status: 502 });
  },
  "is answered with a page": async (send) => {
    await send();
    return new Response("<html>Maintenance</html>");
  },
};

/** The sample, the same each time. */
export const createSample = () => createLocalRegistry({ seed: "examples", now: () => Date.UTC(2026, 5, 1) });

/** The `fetch` of a local registry, whose requests fail from one on, up to another; and how many there were. */
export function failing(local, { fail = undefined, from, to = Number.POSITIVE_INFINITY }) {
  let count = 0;
  const fetch = async (url, init) => {
    const send = () => local.fetch(url, init);
    count += 1;
    return count > from && count <= to ? fail(send) : send();
  };
  return { fetch, count: () => count };
}

/** A client for the first account of a role. */
export function clientOf(local, role, fetch = local.fetch) {
  const { clientSecret, accessToken } = local.accounts.find((account) => account.role === role);
  return new RegistryClient({ baseUrl: local.baseUrl, clientSecret, accessToken, fetch, maxRetries: 0 });
}

/** What the buyer has retired. */
export async function retired(local) {
  const registry = clientOf(local, "buyer");
  const { id } = await registry.organisations.current();
  return registry.retirements.list({ owner_org_id: id }).toArray();
}
