import { PaginationError, RegistryError } from "../error/errors.js";
import type { PageData, PageInfo } from "../generated/models.js";
import type { Signal } from "../signal/signal.js";
import { type Page, pageOf } from "./page.js";
import type { FetchPage } from "./target.js";

/**
 * The cursors of a list in one direction, each with the number of pages before it: a cursor that leads back to an
 * earlier page would repeat the same pages for ever.
 */
type Trail = Map<string, number>;

/** The position of a page in the list that it was found in. */
interface Place {
  readonly backward: boolean;
  readonly trail: Trail;
  readonly depth: number;
  /** How many pages up to this one were empty, one after the other. */
  readonly empty: number;
}

/** How many pages in a row may be empty: a list of only empty pages would never end. */
const MOST_EMPTY = 1000;

/** Fetches the pages of a list, one after the other in either direction, and makes sure that they end. */
export class Walk<T> {
  readonly #operation: string;
  readonly #fetch: FetchPage<T>;
  readonly #start: string | undefined;
  /** The direction in which the list is read. */
  readonly backward: boolean;

  constructor(operation: string, fetch: FetchPage<T>, backward: boolean, start: string | undefined) {
    this.#operation = operation;
    this.#fetch = fetch;
    this.backward = backward;
    this.#start = start;
  }

  /** The first page in this direction. */
  async first(limit?: number, leave?: Signal): Promise<Page<T>> {
    const trail: Trail = new Map(this.#start === undefined ? [] : [[this.#start, 0]]);
    const target = limit === undefined ? undefined : { backward: this.backward, cursor: undefined, limit };
    const data = await this.#fetch(target, leave);
    return this.#page(data, { backward: this.backward, trail, depth: 0, empty: emptiness(data) });
  }

  /** The next page in this direction; `null` at the end. */
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
      throw this.#stuck(`more than ${MOST_EMPTY} pages in a row are empty`, cursor);
    }
    const reachedAfter = trail.get(cursor);
    if (reachedAfter !== undefined && reachedAfter <= depth) {
      throw this.#stuck("the registry repeated a cursor, so the list would never end", cursor);
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

/** How many pages up to this one are empty, one after the other. */
function emptiness({ nodes }: PageData<unknown>, before = 0): number {
  return nodes.length === 0 ? before + 1 : 0;
}

const places = /* @__PURE__ */ new WeakMap<object, Place>();

/** Records on an error the cursor to continue from. */
function resumable(error: unknown, cursor: string | undefined): unknown {
  if (error instanceof RegistryError && cursor !== undefined) {
    Object.defineProperty(error, "cursor", { value: cursor, enumerable: true, configurable: true });
  }
  return error;
}
