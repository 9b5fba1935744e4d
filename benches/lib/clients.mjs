import { RegistryClient } from "isometric-registry";
import createClient from "openapi-fetch";
import { BASE_URL, ORGANISATION } from "./addresses.mjs";
import { ajvPage } from "./ajv-page.mjs";
import { byCursor, byNodes, byPages } from "./walking.mjs";
import { zodPage } from "./zod-page.mjs";

const PATH = "/organisations/{id}/credit_batches";

/**
 * The ways in which the same list can be walked, each by what a user would write for it: `walk` hands every node to a function. What
 * `checks` refuses a response that breaks the contract, and in what is `exact` kilograms are bigints. `heyApi` are the clients that
 * `hey-api.mjs` generates.
 */
export function contenders(fetch, heyApi) {
  const registry = new RegistryClient({ baseUrl: BASE_URL, fetch });
  const list = () => registry.organisations.creditBatches(ORGANISATION);
  const byOpenapiFetch = openapiFetch(fetch);
  const byHeyApi = heyApiFetch(fetch, heyApi);
  return [
    {
      name: "plain fetch + response.json()",
      checks: false,
      exact: false,
      walk: byCursor(plainFetch(fetch)),
    },
    {
      name: "isometric-registry, by pages",
      checks: true,
      exact: true,
      walk: byPages(list),
    },
    {
      name: "isometric-registry, node by node",
      checks: true,
      exact: true,
      walk: byNodes(list),
    },
    { name: "openapi-fetch", checks: false, exact: false, walk: byCursor(byOpenapiFetch) },
    {
      name: "openapi-fetch + ajv",
      checks: true,
      exact: false,
      walk: byCursor(async (after) => {
        const page = await byOpenapiFetch(after);
        if (!ajvPage(page)) {
          throw new Error("refused");
        }
        return page;
      }),
    },
    {
      name: "openapi-fetch + zod",
      checks: true,
      exact: true,
      walk: byCursor(async (after) => zodPage.parse(await byOpenapiFetch(after))),
    },
    { name: "hey-api + zod", checks: true, exact: false, walk: byCursor(byHeyApi(heyApi.numbers)) },
    { name: "hey-api + zod + its transformer", checks: true, exact: true, walk: byCursor(byHeyApi(heyApi.bigints)) },
  ];
}

const plainFetch = (fetch) => async (after) => {
  const query = after === undefined ? "" : `&after=${after}`;
  const response = await fetch(`${BASE_URL}/organisations/${ORGANISATION}/credit_batches?first=50${query}`);
  return response.json();
};

function openapiFetch(fetch) {
  /** @type {import("openapi-fetch").Client<any>} */
  const client = createClient({ baseUrl: BASE_URL, fetch });
  return async (after) => {
    const { data } = await client.GET(PATH, { params: { path: { id: ORGANISATION }, query: { first: 50, after } } });
    return data;
  };
}

function heyApiFetch(fetch, { createClient: create }) {
  const client = create({ baseUrl: BASE_URL, fetch });
  return (sdk) => async (after) => {
    const { data } = await sdk.listCreditBatches({
      client,
      path: { id: ORGANISATION },
      query: { first: 50, after },
      throwOnError: true,
    });
    return data;
  };
}
