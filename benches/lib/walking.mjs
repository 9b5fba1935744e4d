import { assertSame, withBigints } from "./same.mjs";

/** Walks all pages by a function that gets the one behind a cursor, and hands each node to `take`. */
export const byCursor = (get) => async (take) => {
  for (let cursor; ; ) {
    const page = await get(cursor);
    for (const node of page.nodes) {
      take(node);
    }
    if (!page.page_info.has_next_page) {
      return;
    }
    cursor = page.page_info.end_cursor;
  }
};

/** Walks page by page through a list of ours. */
export const byPages = (list) => async (take) => {
  for await (const page of list().pages()) {
    for (const node of page.nodes) {
      take(node);
    }
  }
};

/** Walks node by node through a list of ours. */
export const byNodes = (list) => async (take) => {
  for await (const node of list()) {
    take(node);
  }
};

/** What a caller does with a walk: it uses every node as it comes. */
export async function kilogramsOf(walk) {
  let kilograms = 0;
  await walk(({ size }) => (kilograms += Number(size.credit_kgs)));
  return kilograms;
}

/** Throws unless every client returns these nodes, with kilograms as bigints if it is exact. */
export async function assertAllGive(nodes, clients) {
  const exactNodes = withBigints(nodes);
  for (const { name, exact, walk } of clients) {
    const given = [];
    await walk((node) => given.push(node));
    assertSame(given, exact ? exactNodes : nodes, name);
  }
}

/** The name of a contender, with what it makes of kilograms. */
export const nameOf = ({ name, exact }) => (exact ? `${name}, bigints` : name);
