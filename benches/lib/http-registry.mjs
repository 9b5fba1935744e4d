import { bodies } from "./bodies.mjs";
import { creditBatchPages, pageAt } from "./pages.mjs";

/** How many pages the list has that is walked. */
export const PAGES = 60;

const BASE = /^\/after-(\d+)-ms\/registry\/v0\//;

/** The base path whose answers take the given number of ms. */
export const basePathAfter = (latency) => `/after-${latency}-ms/registry/v0`;

/** What answers a request behind one of these base paths, and says whether it does: with a page of a list, or with one credit batch. */
export function createAnswer() {
  const pages = creditBatchPages(PAGES);
  const batches = bodies("CreditBatch");
  let asked = 0;
  /** @type {(request: { url?: string }, response: import("node:http").ServerResponse) => boolean} */
  return ({ url }, response) => {
    const [, latency] = BASE.exec(url) ?? [];
    if (latency === undefined) {
      return false;
    }
    const body = url.includes("/organisations/") ? pageAt(pages, url) : batches[asked++ % batches.length];
    const send = () => {
      response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
      response.end(body);
    };
    latency === "0" ? send() : setTimeout(send, Number(latency));
    return true;
  };
}
