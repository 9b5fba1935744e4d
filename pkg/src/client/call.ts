import type { Exchange } from "./exchange.js";
import type { CallOptions } from "./options.js";
import { either, type Signal } from "./signal.js";

/** What one call brings of its own. */
export interface CallSettings {
  readonly operation: string;
  readonly signal: Signal | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxRetries: number | undefined;
  /** A line for each name and each value in turn, where there are any. */
  readonly headers: string | undefined;
  readonly accessToken: CallOptions["accessToken"];
  /** Whether hooks want to know. */
  readonly observed: boolean;
  /** The credentials that it is known to use, which nothing may show. */
  readonly secrets: readonly string[];
}

/** One call on its way, as the core and the host see it; `src/js/host.rs` is its other side. */
export class Call {
  readonly operation: string;
  readonly timeoutMs: number | undefined;
  readonly maxRetries: number | undefined;
  readonly headers: string | undefined;
  readonly accessToken: CallOptions["accessToken"];
  readonly canRefreshToken: boolean;
  readonly observed: boolean;
  /** The credentials that it is known to use. */
  readonly secrets: string[];
  readonly #signal: Signal | undefined;
  #listener: (() => void) | undefined;
  /** Set by the core: what it asks for. */
  method: string | undefined;
  url: string | undefined;
  /** Set once the registry may act: the request on its way. */
  sent: Exchange | undefined;

  /** @param leave a signal by which it is given up, beside the caller's own. */
  constructor(settings: CallSettings, leave?: Signal) {
    this.operation = settings.operation;
    this.timeoutMs = settings.timeoutMs;
    this.maxRetries = settings.maxRetries;
    this.headers = settings.headers;
    this.accessToken = settings.accessToken;
    this.canRefreshToken = typeof settings.accessToken === "function";
    this.observed = settings.observed;
    this.secrets = [...settings.secrets];
    this.#signal = either(settings.signal, leave);
  }

  get secretLines(): string {
    return this.secrets.join("\n");
  }

  get canAbort(): boolean {
    return this.#signal !== undefined;
  }

  get aborted(): boolean {
    return this.#signal?.aborted === true;
  }

  get reason(): unknown {
    return this.#signal?.reason;
  }

  /** Notes what it asks for, should the wasm die on the way. */
  note(method: string, url: string): void {
    this.method = method;
    this.url = url;
  }

  /** Calls the listener once the signal aborts. */
  listen(listener: () => void): void {
    this.#listener = listener;
    this.#signal?.addEventListener("abort", listener);
  }

  /** Stops listening. */
  unlisten(): void {
    if (this.#listener !== undefined) {
      this.#signal?.removeEventListener("abort", this.#listener);
      this.#listener = undefined;
    }
  }
}
