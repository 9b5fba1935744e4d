import { traced } from "../error/trace.js";
import type { PageData, PageInfo } from "../generated/models.js";

/** Turns to another page; `null` where there is none. */
export type Turn<T> = (page: Page<T>, backward: boolean) => Promise<Page<T> | null>;

const turns = /* @__PURE__ */ new WeakMap<object, Turn<unknown>>();

/** One page of a list as the registry sent it, with ways to its neighbours. */
export class Page<T> implements PageData<T> {
  /** The items of this page. */
  declare readonly nodes: T[];
  /** How many items the whole list has. */
  declare readonly total_count: number;
  /** Where this page stands. */
  declare readonly page_info: PageInfo;

  private constructor() {}

  /** Makes a page of what was decoded, in place: it keeps every property as it came. */
  static of<T>(data: PageData<T>, turn: Turn<T>): Page<T> {
    const page = Object.setPrototypeOf(data, Page.prototype) as Page<T>;
    turns.set(page, turn as Turn<unknown>);
    return page;
  }

  /** Whether there are items after this page. */
  hasNextPage(): boolean {
    return this.page_info.has_next_page;
  }

  /** The page after this one; `null` at the end of the list. */
  nextPage(): Promise<Page<T> | null> {
    return traced(Page.prototype.nextPage, () => turn(this, false));
  }

  /** Whether there are items before this page. */
  hasPreviousPage(): boolean {
    return this.page_info.has_previous_page;
  }

  /** The page before this one; `null` at the start of the list. */
  previousPage(): Promise<Page<T> | null> {
    return traced(Page.prototype.previousPage, () => turn(this, true));
  }
}

async function turn<T>(page: Page<T>, backward: boolean): Promise<Page<T> | null> {
  const known = turns.get(page) as Turn<T> | undefined;
  return known === undefined ? null : known(page, backward);
}
