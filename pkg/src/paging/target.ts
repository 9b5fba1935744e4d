import type { PageData } from "../generated/models.js";
import type { Signal } from "../signal/signal.js";

/** Which page of a list is wanted, where that is another than the caller's arguments name. */
export interface PageTarget {
  readonly backward: boolean;
  readonly cursor: string | undefined;
  /** The most items that the page is to hold. */
  readonly limit: number | undefined;
}

/** Fetches a page; gives up when `leave` aborts. */
export type FetchPage<T> = (target: PageTarget | undefined, leave: Signal | undefined) => Promise<PageData<T>>;
