import type { Trace } from "../error/trace.js";
import { Leave } from "../signal/signal.js";
import type { Page } from "./page.js";
import type { Walk } from "./walk.js";

const END = /* @__PURE__ */ Object.freeze({ done: true, value: undefined });

/** Iterates over the pages of a list, with pages fetched ahead while the consumer works on one. */
export class PageIterator<T> implements AsyncIterableIterator<Page<T>> {
  readonly #walk: Walk<T>;
  readonly #prefetch: number;
  readonly #trace: Trace;
  readonly #leave = new Leave();
  /** Requested pages; each is requested once the previous one has arrived. */
  #ahead: Promise<Page<T> | null>[] = [];
  #current: Page<T> | null | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isOver = false;

  /** @param trace where the iteration started, for the stacks of its errors. */
  constructor(walk: Walk<T>, prefetch: number, trace: Trace) {
    this.#walk = walk;
    this.#prefetch = prefetch;
    this.#trace = trace;
  }

  /** The next page. */
  next(): Promise<IteratorResult<Page<T>, undefined>> {
    const step = this.#turn.then(() => this.#step());
    this.#turn = step.catch(() => {});
    return step;
  }

  /** Stops: cancels requests in progress. */
  async return(): Promise<IteratorResult<Page<T>, undefined>> {
    this.#end();
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #step(): Promise<IteratorResult<Page<T>, undefined>> {
    if (this.#isOver) {
      return END;
    }
    try {
      const page = await (this.#ahead.shift() ?? this.#after(this.#current));
      if (page === null || this.#isOver) {
        this.#end();
        return END;
      }
      this.#current = page;
      this.#fetchAhead(page);
      return { done: false, value: page };
    } catch (error) {
      if (this.#isOver) {
        return END;
      }
      this.#end();
      this.#trace.begin(error);
      throw error;
    }
  }

  #fetchAhead(page: Page<T>): void {
    while (this.#ahead.length < this.#prefetch) {
      const last = this.#ahead.at(-1) ?? Promise.resolve(page);
      const next = last.then((reached) => this.#after(reached));
      // The consumer sees the error when it gets there.
      next.catch(() => {});
      this.#ahead.push(next);
    }
  }

  async #after(page: Page<T> | null | undefined): Promise<Page<T> | null> {
    if (page === null) {
      return null;
    }
    return page === undefined
      ? this.#walk.first(undefined, this.#leave)
      : this.#walk.after(page, undefined, this.#leave);
  }

  #end(): void {
    this.#isOver = true;
    this.#ahead = [];
    this.#current = null;
    this.#leave.abort();
  }
}

/** Iterates over the items of a list, last to first if it is read backward. */
export class NodeIterator<T> implements AsyncIterableIterator<T> {
  readonly #pages: PageIterator<T>;
  readonly #backward: boolean;
  #nodes: readonly T[] = [];
  #given = 0;
  #turn: Promise<unknown> | undefined;

  constructor(pages: PageIterator<T>, backward: boolean) {
    this.#pages = pages;
    this.#backward = backward;
  }

  /** The next node. */
  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#turn === undefined && this.#given < this.#nodes.length) {
      return Promise.resolve(this.#give());
    }
    const step = (this.#turn ?? Promise.resolve()).then(() => this.#step());
    const turn: Promise<unknown> = step.then(
      () => this.#passed(turn),
      () => this.#passed(turn),
    );
    this.#turn = turn;
    return step;
  }

  /** Stops: cancels requests in progress. */
  async return(): Promise<IteratorResult<T, undefined>> {
    this.#nodes = [];
    await this.#pages.return();
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #passed(turn: Promise<unknown>): void {
    if (this.#turn === turn) {
      this.#turn = undefined;
    }
  }

  #give(): IteratorResult<T, undefined> {
    const index = this.#backward ? this.#nodes.length - 1 - this.#given : this.#given;
    this.#given += 1;
    return { done: false, value: this.#nodes[index] as T };
  }

  async #step(): Promise<IteratorResult<T, undefined>> {
    while (this.#given >= this.#nodes.length) {
      this.#nodes = [];
      this.#given = 0;
      const { done, value } = await this.#pages.next();
      if (done === true) {
        return END;
      }
      this.#nodes = value.nodes;
    }
    return this.#give();
  }
}
