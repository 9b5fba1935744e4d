import { createRandom } from "./random.mjs";
import { createSamples } from "./samples.mjs";

/** How many nodes a page has. */
export const PAGE_SIZE = 50;

/** The sorts of text that are measured: an engine keeps a string that is all ASCII in half the space, and reads it faster. */
export const LETTERS = { "some letters beyond ASCII": { ascii: false }, "all ASCII": { ascii: true } };

const encoder = new TextEncoder();

/** The page at an index, with nodes created by `make`. */
export const page = (make, index = 0, count = 1) => ({
  nodes: Array.from({ length: PAGE_SIZE }, make),
  total_count: count * PAGE_SIZE,
  page_info: {
    has_previous_page: index > 0,
    start_cursor: `start-${index}`,
    has_next_page: index + 1 < count,
    end_cursor: `end-${index}`,
  },
});

/** The bytes of JSON. Some of the samples' text has letters beyond ASCII, as names of people and places have; with `ascii` none has. */
export function encode(value, { ascii = false } = {}) {
  const text = JSON.stringify(value);
  return encoder.encode(ascii ? text.replace(/[^\0-\x7f]/g, "o") : text);
}

/** The bytes of pages of credit batches, as the registry would send them: the same for the same arguments. */
export function creditBatchPages(count, options) {
  const { CreditBatch } = createSamples(createRandom(20_260_101));
  return Array.from({ length: count }, (_, index) => encode(page(CreditBatch, index, count), options));
}

/** The one of these pages that a URL asks for, by the cursor to go on from. */
export function pageAt(pages, url) {
  const after = /[?&]after=end-(\d+)/.exec(url);
  return pages[after === null ? 0 : Number(after[1]) + 1];
}

/** A `fetch` that returns these pages. */
export function fetchPages(pages) {
  return async (input) => {
    const bytes = pageAt(pages, typeof input === "string" ? input : input.url);
    return new Response(bytes, { status: 200, headers: { "content-type": "application/json" } });
  };
}
