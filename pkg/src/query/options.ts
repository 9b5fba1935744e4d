import type { PageData } from "../generated/models.js";

/** The start of the keys of a group of queries, for `invalidateQueries({ queryKey: queries.projects.queryKey })`. */
export interface KeyOf {
  readonly queryKey: readonly unknown[];
}

/** What `useQuery`, `queryOptions` and `prefetchQuery` take: one answer of the registry. */
export interface ReadOptions<Answer> {
  /** Plain strings and numbers: the operation, the id, the filters. */
  readonly queryKey: readonly unknown[];
  /** Makes the call. It ends when the signal of the query aborts. */
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<Answer>;
  /** The client repeats what may be repeated; a query library need not do so again. */
  readonly retry: false;
}

/**
 * Which page of a list is asked for: `null` for the one that the filters name, else what stands before or after a cursor.
 * `stuck` says why the list cannot go on; asking for it is a `PaginationError`.
 */
export type PageParam =
  | { readonly after: string }
  | { readonly before: string }
  | { readonly stuck: string; readonly cursor?: string }
  | null;

/** Gives the parameter of the page that follows; `null` at the end of the list. */
type Turn<T> = (
  page: PageData<T>,
  pages: readonly PageData<T>[],
  param: PageParam,
  params: readonly PageParam[],
) => PageParam;

/** What `useInfiniteQuery`, `infiniteQueryOptions` and `prefetchInfiniteQuery` take: the pages of a list. */
export interface PagesOptions<T> {
  /** Plain strings and numbers: the operation, the id, the filters. */
  readonly queryKey: readonly unknown[];
  /** Reads the page that a parameter names. It ends when the signal of the query aborts. */
  readonly queryFn: (context: { readonly signal: AbortSignal; readonly pageParam: PageParam }) => Promise<PageData<T>>;
  readonly initialPageParam: PageParam;
  readonly getNextPageParam: Turn<T>;
  readonly getPreviousPageParam: Turn<T>;
  /** The client repeats what may be repeated; a query library need not do so again. */
  readonly retry: false;
}

/** What `useMutation` and `mutationOptions` take: something that acts. */
export interface ActOptions<Answer, Body> {
  readonly mutationKey: readonly unknown[];
  /** Makes the call, once. */
  readonly mutationFn: (body: Body) => Promise<Answer>;
  /** What acts is never sent twice. */
  readonly retry: false;
  /** Without a connection it fails now (`outcome: "not_sent"`); it does not act by itself once there is one again. */
  readonly networkMode: "always";
}
