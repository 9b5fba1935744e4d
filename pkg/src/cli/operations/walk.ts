import type { PageParams } from "../../generated/models.js";
import type { PagedList } from "../../paging/paged-list.js";
import type { ListPage } from "../output/answer.js";
import type { Extent } from "./input.js";

/** The most items that the API puts on a page, and the default of this package. */
const LARGEST_PAGE = 50;

/** A list with other page parameters than the given ones. */
export type ListOf = (page: PageParams, options: { readonly prefetch?: number }) => PagedList<unknown>;

/**
 * The pages that are wanted of a list: the first, a number of items, or all. A single page is as on the wire; a list
 * that is read backward goes from last to first, also within pages.
 */
export async function* walk(
  list: ListOf,
  given: Readonly<Record<string, unknown>>,
  { all, limit }: Extent,
  backward: boolean,
): AsyncGenerator<ListPage> {
  const [sizeName, cursorName] = backward ? (["last", "before"] as const) : (["first", "after"] as const);
  const size = Math.min(Number(given[sizeName] ?? LARGEST_PAGE), LARGEST_PAGE);
  if (!all && (limit === undefined || limit <= size)) {
    yield await list(limit === undefined ? {} : ({ [sizeName]: limit } as PageParams), {});
    return;
  }
  let left = limit ?? Number.POSITIVE_INFINITY;
  for await (const page of list({}, limit === undefined ? {} : { prefetch: 0 }).pages()) {
    yield inOrder(page, backward);
    left -= page.nodes.length;
    const { start_cursor, end_cursor } = page.page_info;
    const cursor = backward ? start_cursor : end_cursor;
    const hasMore = backward ? page.hasPreviousPage() : page.hasNextPage();
    if (left < size && hasMore && cursor !== null) {
      if (left > 0) {
        yield inOrder(await list({ [sizeName]: left, [cursorName]: cursor } as PageParams, {}), backward);
      }
      return;
    }
  }
}

function inOrder(page: ListPage, backward: boolean): ListPage {
  return backward ? { ...page, nodes: [...page.nodes].reverse() } : page;
}
