/** Ends all work for a request when the page disconnects or the time is up. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #page: AbortSignal;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #over: Promise<never>;
  #isLate = false;

  constructor(page: AbortSignal, timeoutMs: number) {
    this.#page = page;
    this.#over = new Promise((_, reject) => {
      this.signal.addEventListener("abort", () => reject(this.signal.reason), { once: true });
    });
    this.#over.catch(() => {});
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      this.#giveUp();
    }, timeoutMs);
    page.addEventListener("abort", this.#giveUp, { once: true });
    if (page.aborted) {
      this.#giveUp();
    }
  }

  /** Aborts when the work must end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time is up. */
  get isLate(): boolean {
    return this.#isLate;
  }

  /** Awaits work until the page disconnects or the time is up. */
  race<T>(work: T | Promise<T>): Promise<T> {
    return Promise.race([work, this.#over]);
  }

  /** To be called when the request is answered. */
  end(): void {
    clearTimeout(this.#timer);
    this.#page.removeEventListener("abort", this.#giveUp);
  }

  readonly #giveUp = (): void => this.#controller.abort();
}
