import { defaultShouldDehydrateQuery, environmentManager, QueryClient } from "@tanstack/react-query";

const create = () =>
  new QueryClient({
    defaultOptions: {
      // What the server has read is not read again at once.
      queries: { staleTime: 60_000 },
      // What the server is still reading is streamed.
      dehydrate: {
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === "pending",
      },
    },
  });

let inBrowser: QueryClient | undefined;

/** The page's client; on a server a new one, so that visitors share nothing. */
export function getQueryClient(): QueryClient {
  if (environmentManager.isServer()) {
    return create();
  }
  inBrowser ??= create();
  return inBrowser;
}
