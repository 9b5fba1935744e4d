import { traced } from "../error/trace.js";
import type { PageData } from "../generated/models.js";

/**
 * One page of a list as the registry sent it, with methods to get the next and previous page. It is a plain object: its
 * methods are its own non-enumerable properties and need no `this`, so it can be stored, sent and put behind a `Proxy`.
 */
export interface Page<T> extends PageData<T> {
  /** Whether there are items after this page. */
  hasNextPage(): boolean;
  /** Gets the page after this one; `null` at the end of the list. */
  nextPage(): Promise<Page<T> | null>;
  /** Whether there are items before this page. */
  hasPreviousPage(): boolean;
  /** Gets the page before this one; `null` at the start of the list. */
  previousPage(): Promise<Page<T> | null>;
}

/** Gets the page after or before a page; `null` if there is none. */
export type Turn<T> = (backward: boolean) => Promise<Page<T> | null>;

/** Turns a decoded value into a page, in place: every property is kept as received. */
export function pageOf<T>(data: PageData<T>, turn: Turn<T>): Page<T> {
  // Later changes to the object do not change where the list ends.
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
