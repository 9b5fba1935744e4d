import type { Glue } from "../core/exports.js";
import type { Instance } from "../core/instance.js";

/** How long a request that has started is counted, in ms. */
const WINDOW_MS = 61_500;

/** The core's part of a pace. */
type SharedPace = InstanceType<Glue["SharedPace"]>;

/**
 * A limit on how many requests start in a minute, which a client shares with those created from it. The core decides;
 * this remembers what has started, in case the core is reloaded.
 */
export class Pacer {
  readonly #limit: number;
  /** When requests have started, in ms by `performance.now()`, in order. */
  readonly #starts: number[] = [];
  /** The longest that a single call waits, in ms. */
  readonly maxWaitMs: number;

  constructor({ limit, maxWaitMs = 60_000 }: { readonly limit: number; readonly maxWaitMs?: number | undefined }) {
    this.#limit = limit;
    this.maxWaitMs = maxWaitMs;
  }

  /** The core's part of it in a copy of the core. */
  in(instance: Instance): SharedPace {
    return instance.held(this, ({ SharedPace }) => new SharedPace(this.#limit, Float64Array.from(this.#starts)));
  }

  /** Records that a request starts. */
  started(): void {
    const now = performance.now();
    const first = this.#starts.findIndex((start) => start >= now - WINDOW_MS);
    this.#starts.splice(0, first === -1 ? this.#starts.length : first);
    this.#starts.push(now);
  }
}
