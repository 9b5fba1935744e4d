import { traced } from "../error/trace.js";
import type { PageData } from "../generated/models.js";

/**
 * One page of a list as the registry sent it, with ways to its neighbours. It is a plain object: its methods are
 * properties of its own that are not enumerable and need no `this`, so it can be stored, sent and put behind a `Proxy`.
 */
export interface Page<T> extends PageData<T> {
  /** Whether there are items after this page. */
  hasNextPage(): boolean;
  /** The page after this one; `null` at the end of the list. */
  nextPage(): Promise<Page<T> | null>;
  /** Whether there are items before this page. */
  hasPreviousPage(): boolean;
  /** The page before this one; `null` at the start of the list. */
  previousPage(): Promise<Page<T> | null>;
}

/** Turns to the page after a page, or before it; `null` where there is none. */
export type Turn<T> = (backward: boolean) => Promise<Page<T> | null>;

/** Makes a page of what was decoded, in place: it keeps every property as it came. */
export function pageOf<T>(data: PageData<T>, turn: Turn<T>): Page<T> {
  // What becomes of the object later does not change where the list ends.
  const { has_next_page, has_previous_page } = data.page_info;
  const methods: Omit<Page<T>, keyof PageData<T>> = {
    hasNextPage: () => has_next_page,
    nextPage: () => traced(methods.nextPage, () => turn(false)),
    hasPreviousPage: () => has_previous_page,
    previousPage: () => traced(methods.previousPage, () => turn(true)),
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(data, name, { value, configurable: true, writable: true });
  }
  return data as Page<T>;
}
