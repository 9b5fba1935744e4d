import type { PageData } from "../generated/models.js";
import type { Signal } from "../signal/signal.js";

/** Which page of a list is wanted, if it is not the one that the caller's arguments name. */
export interface PageTarget {
  readonly backward: boolean;
  readonly cursor: string | undefined;
  /** The most items that the page is to hold. */
  readonly limit: number | undefined;
}

/** Fetches a page; stops when `leave` aborts. */
export type FetchPage<T> = (target: PageTarget | undefined, leave: Signal | undefined) => Promise<PageData<T>>;
