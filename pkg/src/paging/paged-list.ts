import { InvalidRequestError } from "../error/errors.js";
import { Trace, traced } from "../error/trace.js";
import { attach } from "../value/attach.js";
import { expected, issuesOf, readOptions } from "../value/options.js";
import { NodeIterator, PageIterator } from "./iterate.js";
import type { Page } from "./page.js";
import type { FetchPage } from "./target.js";
import { Walk } from "./walk.js";

/** Larger pages are never requested. */
const LARGEST_PAGE = 1000;

/** The options of `toArray`. */
interface ArrayOptions {
  /** The most nodes to read. Default: all. */
  readonly limit?: number | undefined;
}

const arrayTakes = {
  limit: expected<number>(
    "a whole number from 0",
    (value) => value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && Number(value) >= 0),
  ),
};

/** The parts of a list. */
export interface ListDescription<T> {
  readonly operation: string;
  readonly turn: FetchPage<T>;
  /** Whether it is read from last to first. */
  readonly backward: boolean;
  /** The cursor to start from. */
  readonly start: string | undefined;
  readonly prefetch: number;
  /** Hides the credentials of the client. */
  readonly redact: (text: string) => string;
}

/**
 * A list of the registry that is read page by page. It sends nothing until it is used, and can be used many times.
 *
 * - `await list` gets the first page, with one request;
 * - `for await (const node of list)` iterates over every node;
 * - `list.pages()`, `list.toArray()`, `list.first()` and `list.stream()` do what their names say.
 *
 * It is read forward, first to last, unless `last` or `before` was given: then backward, last to first. An error in the
 * middle of a list carries `cursor`, from which `after` (or `before`) continues.
 */
export class PagedList<T> implements Promise<Page<T>>, AsyncIterable<T> {
  readonly #operation: string;
  readonly #walk: Walk<T>;
  readonly #prefetch: number;
  readonly #redact: (text: string) => string;

  /** Created by the client. */
  constructor({ operation, turn, backward, start, prefetch, redact }: ListDescription<T>) {
    this.#operation = operation;
    this.#walk = new Walk(operation, turn, backward, start);
    this.#prefetch = prefetch;
    this.#redact = redact;
    attach(this, PagedList, `PagedList of ${operation}`);
  }

  /** The name of its class. Frameworks that wrap plain objects leave it alone. */
  get [Symbol.toStringTag](): string {
    return "PagedList";
  }

  /** Gets the first page, as `await list` does. */
  then<Result = Page<T>, Other = never>(
    onFulfilled?: ((page: Page<T>) => Result | PromiseLike<Result>) | null,
    onRejected?: ((reason: unknown) => Other | PromiseLike<Other>) | null,
  ): Promise<Result | Other> {
    return traced(PagedList.prototype.then, () => this.#walk.first()).then(onFulfilled, onRejected);
  }

  /** Gets the first page and handles a failure. */
  catch<Other = never>(
    onRejected?: ((reason: unknown) => Other | PromiseLike<Other>) | null,
  ): Promise<Page<T> | Other> {
    return traced(PagedList.prototype.catch, () => this.#walk.first()).catch(onRejected);
  }

  /** Gets the first page and runs a function afterwards. */
  finally(onFinally?: (() => void) | null): Promise<Page<T>> {
    return traced(PagedList.prototype.finally, () => this.#walk.first()).finally(onFinally);
  }

  /** Every node. Leaving the loop cancels requests in progress. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    const trace = new Trace(PagedList.prototype[Symbol.asyncIterator]);
    return new NodeIterator(new PageIterator(this.#walk, this.#prefetch, trace), this.#walk.backward);
  }

  /** Every page, for progress bars and batch processing. Leaving the loop cancels requests in progress. */
  pages(): AsyncIterableIterator<Page<T>> {
    return new PageIterator(this.#walk, this.#prefetch, new Trace(PagedList.prototype.pages));
  }

  /**
   * All nodes in an array, or at most `limit` of them. A small limit requests a small page.
   */
  toArray(options?: ArrayOptions): Promise<T[]> {
    return traced(PagedList.prototype.toArray, async () => {
      const { limit = Number.POSITIVE_INFINITY } = this.#arrayOptions(options);
      return this.#collect(limit);
    });
  }

  /** The first node in the list's direction; `undefined` for an empty list. */
  first(): Promise<T | undefined> {
    return traced(PagedList.prototype.first, async () => (await this.#collect(1))[0]);
  }

  /** The nodes as a stream. Cancelling it cancels requests in progress. */
  stream(): ReadableStream<T> {
    const nodes = this[Symbol.asyncIterator]();
    return new ReadableStream<T>(
      {
        async pull(controller) {
          const { done, value } = await nodes.next();
          if (done === true) {
            controller.close();
          } else {
            controller.enqueue(value);
          }
        },
        async cancel() {
          await nodes.return?.();
        },
      },
      { highWaterMark: 0 },
    );
  }

  #arrayOptions(given: unknown): ArrayOptions {
    const { options, findings } = readOptions<ArrayOptions>(
      given,
      arrayTakes,
      "is not an option; the only one is limit",
    );
    if (findings.length > 0) {
      const issues = issuesOf(findings, this.#redact);
      throw new InvalidRequestError(issues, { operation: this.#operation, method: "GET" });
    }
    return options;
  }

  async #collect(limit: number): Promise<T[]> {
    const nodes: T[] = [];
    const wanted = (): number | undefined =>
      limit === Number.POSITIVE_INFINITY ? undefined : Math.min(limit - nodes.length, LARGEST_PAGE);
    let page = limit === 0 ? null : await this.#walk.first(wanted());
    while (page !== null) {
      const found = this.#walk.backward ? [...page.nodes].reverse() : page.nodes;
      for (const node of found.slice(0, limit - nodes.length)) {
        nodes.push(node);
      }
      page = nodes.length < limit ? await this.#walk.after(page, wanted()) : null;
    }
    return nodes;
  }
}
