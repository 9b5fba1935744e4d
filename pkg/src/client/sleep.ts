import type { Signal } from "../signal/signal.js";

/** Waits the given number of ms; `false` if the signal aborts first. */
export function sleep(milliseconds: number, signal: Signal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isOver: boolean): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      resolve(isOver);
    };
    const giveUp = (): void => end(false);
    const timer = setTimeout(end, milliseconds, true);
    signal?.addEventListener("abort", giveUp);
  });
}
