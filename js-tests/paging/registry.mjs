import { clientBy } from "../transport/support.mjs";

/** The organisation with this number. */
export const organisation = (index) => ({
  id: `org_${String(index).padStart(16, "0")}`,
  name: `Organisation ${index}`,
  domain: null,
});

/** A page as the registry sends it. */
export function page(nodes, info = {}) {
  const page_info = {
    has_previous_page: false,
    start_cursor: null,
    has_next_page: false,
    end_cursor: null,
    ...info,
  };
  return { nodes, total_count: 7, page_info };
}

export const respond = (value) => new Response(JSON.stringify(value));

/**
 * A registry of so many organisations, listed by Relay's rules: a cursor is the index of its node.
 *
 * @param {number} count
 * @param {{ options?: import("isometric-registry").ClientOptions, empty?: (count: number) => boolean }} [options]
 */
export function registryOf(count, { options, empty = () => false } = {}) {
  const requests = [];
  /** @type {(url: string, init: { signal?: AbortSignal }) => Promise<Response>} */
  const fetch = async (url, { signal }) => {
    const { pathname, searchParams } = new URL(url);
    const given = Object.fromEntries(searchParams);
    requests.push({ pathname, ...given, signal });
    const backward = given.last !== undefined || given.before !== undefined;
    const size = Number(given.first ?? given.last ?? 20);
    const from = backward ? Math.max(0, Number(given.before ?? count) - size) : Number(given.after ?? -1) + 1;
    const to = backward ? Number(given.before ?? count) : Math.min(count, from + size);
    const nodes = Array.from({ length: to - from }, (_, index) => organisation(from + index));
    return respond({
      ...page(empty(requests.length) ? [] : nodes),
      total_count: count,
      page_info: {
        has_previous_page: from > 0,
        start_cursor: String(from),
        has_next_page: to < count,
        end_cursor: String(to - 1),
      },
    });
  };
  return { requests, fetch, registry: clientBy(fetch, options) };
}

/** A list whose pages come one after the other, whatever is asked for. */
export function scripted(pages, options) {
  const requests = [];
  const registry = clientBy(
    async (url, init) => {
      requests.push(new URL(url).searchParams);
      const next = pages[Math.min(requests.length, pages.length) - 1];
      return typeof next === "function" ? next(init) : respond(next);
    },
    { maxRetries: 0, ...options },
  );
  return { requests, registry };
}

export const numbers = (nodes) => nodes.map(({ id }) => Number(id.slice(4)));
export const upTo = (count) => Array.from({ length: count }, (_, index) => index);
