import type { Signal } from "../signal/signal.js";

/** A limit on how many requests are in progress at once; first come, first served. */
export class Slots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Takes a slot, if one is free. */
  take(): boolean {
    const isFree = this.#free > 0;
    if (isFree) {
      this.#free -= 1;
    }
    return isFree;
  }

  /** Waits for a slot and takes it; resolves with `false` if the signal aborts first. */
  wait(signal: Signal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isTaken: boolean): void => {
        this.#waiting.delete(take);
        signal?.removeEventListener("abort", giveUp);
        resolve(isTaken);
      };
      const take = (): void => end(true);
      const giveUp = (): void => end(false);
      this.#waiting.add(take);
      signal?.addEventListener("abort", giveUp);
    });
  }

  /** Returns a slot: to the next in line, if there is one. */
  release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
    } else {
      next();
    }
  }
}
