// Imports one client, sends one request to nowhere, and ends.
const BASE_URL = "http://127.0.0.1/registry/v0";
const end = async () => process.exit(0);

switch (process.argv[2]) {
  case "isometric-registry": {
    const { RegistryClient } = await import("isometric-registry");
    await new RegistryClient({ baseUrl: BASE_URL, fetch: end }).projects.list();
    break;
  }
  case "openapi-fetch": {
    const [{ default: createClient }] = await Promise.all([import("openapi-fetch"), import("./zod-page.mjs")]);
    /** @type {import("openapi-fetch").Client<any>} */
    const client = createClient({ baseUrl: BASE_URL, fetch: end });
    await client.GET("/projects", {});
    break;
  }
  default:
    await end();
}
