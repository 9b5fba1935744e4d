import type { PageData } from "../generated/models.js";

/** The start of the keys of a group of queries, for `invalidateQueries({ queryKey: queries.projects.queryKey })`. */
export interface KeyOf {
  readonly queryKey: readonly unknown[];
}

/** The input of `useQuery`, `queryOptions` and `prefetchQuery`: one answer of the registry. */
export interface ReadOptions<Answer> {
  /** Plain strings and numbers: the operation, the id, the filters. */
  readonly queryKey: readonly unknown[];
  /** Makes the call. It is cancelled when the query's signal aborts. */
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<Answer>;
  /** The client retries where that is safe; the query library need not. */
  readonly retry: false;
}

/**
 * Which page of a list is requested: `null` for the one that the filters name, otherwise the page before or after a
 * cursor. `stuck` says why the list cannot continue; requesting it throws a `PaginationError`.
 */
export type PageParam =
  | { readonly after: string }
  | { readonly before: string }
  | { readonly stuck: string; readonly cursor?: string }
  | null;

/** Returns the parameter of the next page; `null` at the end of the list. */
type Turn<T> = (
  page: PageData<T>,
  pages: readonly PageData<T>[],
  param: PageParam,
  params: readonly PageParam[],
) => PageParam;

/** The input of `useInfiniteQuery`, `infiniteQueryOptions` and `prefetchInfiniteQuery`: the pages of a list. */
export interface PagesOptions<T> {
  /** Plain strings and numbers: the operation, the id, the filters. */
  readonly queryKey: readonly unknown[];
  /** Reads the page for a parameter. It is cancelled when the query's signal aborts. */
  readonly queryFn: (context: { readonly signal: AbortSignal; readonly pageParam: PageParam }) => Promise<PageData<T>>;
  readonly initialPageParam: PageParam;
  readonly getNextPageParam: Turn<T>;
  readonly getPreviousPageParam: Turn<T>;
  /** The client retries where that is safe; the query library need not. */
  readonly retry: false;
}

/** The input of `useMutation` and `mutationOptions`: a write operation. */
export interface ActOptions<Answer, Body> {
  readonly mutationKey: readonly unknown[];
  /** Makes the call, once. */
  readonly mutationFn: (body: Body) => Promise<Answer>;
  /** A write operation is never sent twice. */
  readonly retry: false;
  /**
   * Without a connection it fails at once (`outcome: "not_sent"`); it is not sent later when the connection returns.
   */
  readonly networkMode: "always";
}
