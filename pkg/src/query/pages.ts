import { PaginationError } from "../error/errors.js";
import type { PageData } from "../generated/models.js";
import { copy, isRecord } from "./key.js";
import type { PageParam, PagesOptions } from "./options.js";

/** Requests a page with these filters. */
export type AskPage<T> = (filters: unknown, signal: AbortSignal) => PromiseLike<PageData<T>>;

/** How the pages of a list are requested: all options except the key. */
export function pagesOf<T>(operation: string, given: unknown, ask: AskPage<T>): Omit<PagesOptions<T>, "queryKey"> {
  const filters = copy(given);
  const isBackward = isRecord(filters) && (filters["last"] ?? filters["before"]) !== undefined;
  const turn =
    (backward: boolean): PagesOptions<T>["getNextPageParam"] =>
    ({ page_info }, _pages, _param, params) =>
      onward(page_info, backward, params);
  return {
    queryFn: async ({ pageParam, signal }) => {
      if (pageParam !== null && "stuck" in pageParam) {
        throw stuck(operation, pageParam);
      }
      const { nodes, total_count, page_info, ...more } = await ask(at(filters, pageParam), signal);
      // The methods of a page are left out: a copy in a cache, or in storage, would not have them.
      return { nodes, total_count, page_info, ...more };
    },
    initialPageParam: null,
    getNextPageParam: turn(isBackward),
    getPreviousPageParam: turn(!isBackward),
    retry: false,
  };
}

/** The filters, with the page that a parameter names in place of their own. */
function at(filters: unknown, param: PageParam): unknown {
  if (param === null) {
    return filters;
  }
  const { first, after: _after, last, before: _before, ...rest } = (filters ?? {}) as Record<string, unknown>;
  const size = first ?? last;
  return { ...rest, ...param, ...(size === undefined ? {} : { ["after" in param ? "first" : "last"]: size }) };
}

/** The parameter of the page after this one; `null` at the end. */
function onward(info: PageData<unknown>["page_info"], backward: boolean, params: readonly PageParam[]): PageParam {
  const { has_next_page, end_cursor, has_previous_page, start_cursor } = info;
  const [isMore, cursor] = backward ? [has_previous_page, start_cursor] : [has_next_page, end_cursor];
  if (!isMore) {
    return null;
  }
  if (cursor === null || cursor === "") {
    return { stuck: "there are more pages, but no cursor to reach them" };
  }
  const param = backward ? { before: cursor } : { after: cursor };
  const isKnown = params.some((each) => JSON.stringify(each) === JSON.stringify(param));
  return isKnown ? { stuck: "the registry repeated a cursor, so the list would never end", cursor } : param;
}

function stuck(operation: string, { stuck, cursor }: { stuck: string; cursor?: string }): PaginationError {
  const error = new PaginationError(`${operation}: ${stuck}`, { operation, method: "GET" });
  return cursor === undefined ? error : Object.assign(error, { cursor });
}
