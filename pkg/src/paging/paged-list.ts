import { InvalidRequestError } from "../error/errors.js";
import { Trace, traced } from "../error/trace.js";
import { attach } from "../value/attach.js";
import { expected, issuesOf, readOptions } from "../value/options.js";
import { NodeIterator, PageIterator } from "./iterate.js";
import type { Page } from "./page.js";
import type { FetchPage } from "./target.js";
import { Walk } from "./walk.js";

/** Larger pages are never asked for. */
const LARGEST_PAGE = 1000;

/** What `toArray` can be told. */
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

/** What a list is made of. */
export interface ListDescription<T> {
  readonly operation: string;
  readonly turn: FetchPage<T>;
  /** Whether it is walked from last to first. */
  readonly backward: boolean;
  /** The cursor that the walk starts from. */
  readonly start: string | undefined;
  readonly prefetch: number;
  /** Hides the credentials of the client. */
  readonly redact: (text: string) => string;
}

/**
 * A list of the registry that comes page by page. It sends nothing until it is used, and can be used many
 * times.
 *
 * - `await list` gives the first page, by one request;
 * - `for await (const node of list)` gives every node;
 * - `list.pages()`, `list.toArray()`, `list.first()` and `list.stream()` give the rest.
 *
 * It walks forward, first to last, unless `last` or `before` was given: then backward, last to first. An
 * error in the middle of a walk carries `cursor`, from which `after` (or `before`) goes on.
 */
export class PagedList<T> implements Promise<Page<T>>, AsyncIterable<T> {
  readonly #operation: string;
  readonly #walk: Walk<T>;
  readonly #prefetch: number;
  readonly #redact: (text: string) => string;

  /** Made by the client. */
  constructor({ operation, turn, backward, start, prefetch, redact }: ListDescription<T>) {
    this.#operation = operation;
    this.#walk = new Walk(operation, turn, backward, start);
    this.#prefetch = prefetch;
    this.#redact = redact;
    attach(this, PagedList, `PagedList of ${operation}`);
  }

  /** What it is. Frameworks that wrap objects of no class leave it alone. */
  get [Symbol.toStringTag](): string {
    return "PagedList";
  }

  /** Asks for the first page, as `await list` does. */
  then<Result = Page<T>, Other = never>(
    onFulfilled?: ((page: Page<T>) => Result | PromiseLike<Result>) | null,
    onRejected?: ((reason: unknown) => Other | PromiseLike<Other>) | null,
  ): Promise<Result | Other> {
    return traced(PagedList.prototype.then, () => this.#walk.first()).then(onFulfilled, onRejected);
  }

  /** Asks for the first page and handles what keeps it from coming. */
  catch<Other = never>(
    onRejected?: ((reason: unknown) => Other | PromiseLike<Other>) | null,
  ): Promise<Page<T> | Other> {
    return traced(PagedList.prototype.catch, () => this.#walk.first()).catch(onRejected);
  }

  /** Asks for the first page and does something once that has ended. */
  finally(onFinally?: (() => void) | null): Promise<Page<T>> {
    return traced(PagedList.prototype.finally, () => this.#walk.first()).finally(onFinally);
  }

  /** Every node. Leaving the loop cancels what is under way. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    const trace = new Trace(PagedList.prototype[Symbol.asyncIterator]);
    return new NodeIterator(new PageIterator(this.#walk, this.#prefetch, trace), this.#walk.backward);
  }

  /** Every page, for progress bars and work in batches. Leaving the loop cancels what is under way. */
  pages(): AsyncIterableIterator<Page<T>> {
    return new PageIterator(this.#walk, this.#prefetch, new Trace(PagedList.prototype.pages));
  }

  /**
   * All nodes in an array, or as many as `limit` says. A small limit asks for a small page.
   */
  toArray(options?: ArrayOptions): Promise<T[]> {
    return traced(PagedList.prototype.toArray, async () => {
      const { limit = Number.POSITIVE_INFINITY } = this.#arrayOptions(options);
      return this.#collect(limit);
    });
  }

  /** The first node of the walk; `undefined` for an empty list. */
  first(): Promise<T | undefined> {
    return traced(PagedList.prototype.first, async () => (await this.#collect(1))[0]);
  }

  /** The nodes as a stream. Cancelling it cancels what is under way. */
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
