import createClient from "openapi-fetch";
import { RegistryClient } from "isometric-registry";
import { ajvPage } from "./ajv-page.mjs";
import { zodPage } from "./zod-page.mjs";

export const ORGANISATION = "org_1GB56M1ST1S0GVNA";
const BASE_URL = "http://127.0.0.1/registry/v0";
const PATH = "/organisations/{id}/credit_batches";

/** Walks all pages by a function that gets the one behind a cursor; gives how many nodes there were. */
async function walk(get) {
  let nodes = 0;
  for (let cursor; ; ) {
    const page = await get(cursor);
    nodes += page.nodes.length;
    if (!page.page_info.has_next_page) return nodes;
    cursor = page.page_info.end_cursor;
  }
}

/** The ways in which the same list can be walked, each by what a user would write for it. */
export function walks(fetch) {
  const registry = new RegistryClient({ baseUrl: BASE_URL, fetch });
  const plain = createClient({ baseUrl: BASE_URL, fetch });
  const byOpenapiFetch = async (after) => {
    const { data } = await plain.GET(PATH, { params: { path: { id: ORGANISATION }, query: { first: 50, after } } });
    return data;
  };
  return {
    "plain fetch + response.json()": () =>
      walk(async (after) => {
        const query = after === undefined ? "" : `&after=${after}`;
        const response = await fetch(`${BASE_URL}/organisations/${ORGANISATION}/credit_batches?first=50${query}`);
        return response.json();
      }),
    "isometric-registry, by pages": async () => {
      let nodes = 0;
      for await (const page of registry.organisations.creditBatches(ORGANISATION).pages()) nodes += page.nodes.length;
      return nodes;
    },
    "isometric-registry, node by node": async () => {
      let nodes = 0;
      for await (const _ of registry.organisations.creditBatches(ORGANISATION)) nodes += 1;
      return nodes;
    },
    "openapi-fetch": () => walk(byOpenapiFetch),
    "openapi-fetch + ajv": () =>
      walk(async (after) => {
        const page = await byOpenapiFetch(after);
        if (!ajvPage(page)) throw new Error("refused");
        return page;
      }),
    "openapi-fetch + zod, with bigints": () => walk(async (after) => zodPage.parse(await byOpenapiFetch(after))),
  };
}
