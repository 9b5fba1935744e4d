import { createAsyncStoragePersister } from "@tanstack/query-async-storage-persister";
import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import type { PersistQueryClientOptions } from "@tanstack/react-query-persist-client";
import { deserialize, serialize } from "isometric-registry/query";
import { queries } from "./registry";

const day = 24 * 60 * 60 * 1000;

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 60_000, gcTime: day } },
});

const [, publicResource] = queries.projects.queryKey;

export const persistence: Omit<PersistQueryClientOptions, "queryClient"> = {
  // JSON does not support bigints; these two do.
  persister: createAsyncStoragePersister({ storage: localStorage, serialize, deserialize }),
  maxAge: day,
  dehydrateOptions: {
    // The organisation's private data is not stored in the browser.
    shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) && query.queryKey[1] === publicResource,
  },
};
