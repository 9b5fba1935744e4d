import { RegistryClient } from "isometric-registry";
import { createQueries } from "isometric-registry/query";

/** Uses this site's proxy, which holds the credentials. */
const registry = new RegistryClient({ baseUrl: "/registry", readOnly: true });

export const queries = createQueries(registry);
