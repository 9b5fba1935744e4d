import { PaginationError, RegistryError } from "../error/errors.js";
import type { PageData, PageInfo } from "../generated/models.js";
import type { Signal } from "../signal/signal.js";
import { type Page, pageOf } from "./page.js";
import type { FetchPage } from "./target.js";

/**
 * The cursors of a walk in one direction, each with how many pages it came after: a cursor that leads
 * back to where the walk has been would lead there for ever.
 */
type Trail = Map<string, number>;

/** Where a page stands in the walk that found it. */
interface Place {
  readonly backward: boolean;
  readonly trail: Trail;
  readonly depth: number;
  /** How many pages up to it held nothing, one after the other. */
  readonly empty: number;
}

/** How many pages in a row may hold nothing: a list that only goes on would never end. */
const MOST_EMPTY = 1000;

/** Fetches the pages of a list, one after the other in either direction, and sees to it that they end. */
export class Walk<T> {
  readonly #operation: string;
  readonly #fetch: FetchPage<T>;
  readonly #start: string | undefined;
  /** Which way the list is walked. */
  readonly backward: boolean;

  constructor(operation: string, fetch: FetchPage<T>, backward: boolean, start: string | undefined) {
    this.#operation = operation;
    this.#fetch = fetch;
    this.backward = backward;
    this.#start = start;
  }

  /** The first page of the walk. */
  async first(limit?: number, leave?: Signal): Promise<Page<T>> {
    const trail: Trail = new Map(this.#start === undefined ? [] : [[this.#start, 0]]);
    const target = limit === undefined ? undefined : { backward: this.backward, cursor: undefined, limit };
    const data = await this.#fetch(target, leave);
    return this.#page(data, { backward: this.backward, trail, depth: 0, empty: emptiness(data) });
  }

  /** The page that follows in the walk's direction; `null` at its end. */
  async after(page: Page<T>, limit?: number, leave?: Signal): Promise<Page<T> | null> {
    const place = places.get(page) as Place;
    return this.#next(page.page_info, this.backward, place, limit, leave);
  }

  #page(data: PageData<T>, place: Place): Page<T> {
    const page: Page<T> = pageOf(data, (backward) => {
      const onward = place.backward === backward ? place : { backward, trail: new Map(), depth: 0, empty: place.empty };
      return this.#next(info, backward, onward);
    });
    const info = { ...page.page_info };
    places.set(page, place);
    return page;
  }

  async #next(
    info: PageInfo,
    backward: boolean,
    { trail, depth, empty }: Place,
    limit?: number,
    leave?: Signal,
  ): Promise<Page<T> | null> {
    const { has_next_page, end_cursor, has_previous_page, start_cursor } = info;
    const [isMore, cursor] = backward ? [has_previous_page, start_cursor] : [has_next_page, end_cursor];
    if (!isMore) {
      return null;
    }
    if (cursor === null || cursor === "") {
      throw this.#stuck("there are more pages, but no cursor to reach them", undefined);
    }
    if (empty > MOST_EMPTY) {
      throw this.#stuck(`more than ${MOST_EMPTY} pages in a row hold nothing`, cursor);
    }
    const reachedAfter = trail.get(cursor);
    if (reachedAfter !== undefined && reachedAfter <= depth) {
      throw this.#stuck("the registry's cursor came before, so the list would not end", cursor);
    }
    trail.set(cursor, depth + 1);
    try {
      const data = await this.#fetch({ backward, cursor, limit }, leave);
      return this.#page(data, { backward, trail, depth: depth + 1, empty: emptiness(data, empty) });
    } catch (error) {
      throw resumable(error, cursor);
    }
  }

  #stuck(message: string, cursor: string | undefined): unknown {
    const error = new PaginationError(`${this.#operation}: ${message}`, { operation: this.#operation, method: "GET" });
    return resumable(error, cursor);
  }
}

/** How many pages up to this one hold nothing, one after the other. */
function emptiness({ nodes }: PageData<unknown>, before = 0): number {
  return nodes.length === 0 ? before + 1 : 0;
}

const places = /* @__PURE__ */ new WeakMap<object, Place>();

/** Notes on an error from where the walk can go on. */
function resumable(error: unknown, cursor: string | undefined): unknown {
  if (error instanceof RegistryError && cursor !== undefined) {
    Object.defineProperty(error, "cursor", { value: cursor, enumerable: true, configurable: true });
  }
  return error;
}
