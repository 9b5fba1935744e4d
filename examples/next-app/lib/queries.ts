import { RegistryClient } from "isometric-registry";
import { createQueries } from "isometric-registry/query";

/** For client components: they ask this site's proxy, in `app/registry`. */
export const queries = createQueries(new RegistryClient({ baseUrl: "/registry", readOnly: true }));
