import { RegistryClient } from "isometric-registry";
import createClient from "openapi-fetch";
import { ORGANISATION } from "./addresses.mjs";
import { byCursor, byNodes, byPages } from "./walking.mjs";
import { zodCreditBatch, zodPage } from "./zod-page.mjs";

/** `fetch` as the API's documentation shows it. */
export const PLAIN = "plain fetch + json()";

/** The same with what every call of a client needs as well. */
export const CAREFUL = "fetch with a signal, a deadline and no redirects + json()";

/** The deadline of an attempt, in ms. */
const DEADLINE = 30_000;

/**
 * The ways to ask a registry over HTTP, each by what a user would write for it: `walk` hands every credit batch of an organisation to a
 * function, `get` gives one by its id. `credentials` are sent by all of them.
 */
export function httpContenders(baseUrl, credentials) {
  const headers = { accept: "application/json", ...headersOf(credentials) };
  const plainly = async (path) => (await fetch(baseUrl + path, { headers })).json();
  const carefully = async (path) => {
    const controller = new AbortController();
    const deadline = setTimeout(() => controller.abort(), DEADLINE);
    try {
      const { signal } = controller;
      const response = await fetch(baseUrl + path, { headers, signal, redirect: "manual" });
      return await response.json();
    } finally {
      clearTimeout(deadline);
    }
  };
  const by = (get) => ({
    exact: false,
    walk: byCursor((after) => {
      const query = after === undefined ? "" : `&after=${after}`;
      return get(`/organisations/${ORGANISATION}/credit_batches?first=50${query}`);
    }),
    get: (id) => get(`/credit_batches/${id}`),
  });

  const registry = new RegistryClient({ baseUrl, ...credentials });
  const list = () => registry.organisations.creditBatches(ORGANISATION);
  const get = (id) => registry.creditBatches.get(id);

  /** @type {import("openapi-fetch").Client<any>} */
  const openapi = createClient({ baseUrl, headers });
  const walkByOpenapi = byCursor(async (after) => {
    const params = { path: { id: ORGANISATION }, query: { first: 50, after } };
    return zodPage.parse((await openapi.GET("/organisations/{id}/credit_batches", { params })).data);
  });
  const getByOpenapi = async (id) =>
    zodCreditBatch.parse((await openapi.GET("/credit_batches/{id}", { params: { path: { id } } })).data);

  /** @type {{ name: string, exact: boolean, walk: Function, get?: (id: string) => Promise<unknown> }[]} */
  const all = [
    { name: PLAIN, ...by(plainly) },
    { name: CAREFUL, ...by(carefully) },
    { name: "isometric-registry", exact: true, walk: byPages(list), get },
    { name: "isometric-registry, node by node", exact: true, walk: byNodes(list) },
    { name: "openapi-fetch + zod", exact: true, walk: walkByOpenapi, get: getByOpenapi },
  ];
  return all;
}

/** @param {{ clientSecret?: string, accessToken?: string }} [credentials] */
const headersOf = ({ clientSecret, accessToken } = {}) => ({
  ...(clientSecret !== undefined && { "x-client-secret": clientSecret }),
  ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
});
