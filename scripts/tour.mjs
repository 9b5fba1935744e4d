import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import { serve } from "isometric-registry/serve";
import { tour } from "../examples/tour.mjs";
import { main } from "./lib/run.mjs";

/** With credentials in the environment the tour reads from their registry; else from a local one, over HTTP. */
await main(async () => {
  const { ISOMETRIC_CLIENT_SECRET, ISOMETRIC_ACCESS_TOKEN } = process.env;
  if (ISOMETRIC_CLIENT_SECRET && ISOMETRIC_ACCESS_TOKEN) {
    await tour(new RegistryClient({ readOnly: true }), { writes: false });
  } else {
    await tourLocally();
  }
});

async function tourLocally() {
  const registry = await createLocalRegistry();
  const server = await serve(registry);
  const { clientSecret, accessToken } = registry.accounts.find(({ role }) => role === "buyer");
  try {
    await tour(new RegistryClient({ baseUrl: server.baseUrl, clientSecret, accessToken }), { writes: true });
  } finally {
    await server.close();
  }
}
