import "server-only";
import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import { createProxy } from "isometric-registry/proxy";
import { createQueries } from "isometric-registry/query";

/** The registry that the environment's variables name; without them, a local one in this process. */
async function connect() {
  if (process.env["ISOMETRIC_CLIENT_SECRET"]) {
    return {};
  }
  const { baseUrl, fetch, accounts } = await createLocalRegistry();
  return { baseUrl, fetch, clientSecret: accounts[0]?.clientSecret };
}

async function create() {
  const connection = await connect();
  return {
    /** Answers pages, which may read the public record. */
    proxy: createProxy({ ...connection, origin: process.env["APP_ORIGIN"] }),
    /** For server components. They have the keys of the page's queries. */
    queries: createQueries(new RegistryClient({ ...connection, readOnly: true })),
  };
}

// Next.js loads this module once for pages and once for routes.
const shared = globalThis as { registry?: ReturnType<typeof create> };

export const server = () => {
  shared.registry ??= create();
  return shared.registry;
};
