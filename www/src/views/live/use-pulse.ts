import type { Mirror } from "isometric-registry/mirror";
import { useEffect, useState } from "preact/hooks";
import type { Session } from "../../session/session";

/** What keeping the copy up to date has come to. */
export interface Pulse {
  readonly looks: number;
  readonly requests: number;
  /** How often a law held of what was new, and how often one was broken. */
  readonly held: number;
  readonly broken: number;
  /** Why the last look failed. The next one may not. */
  readonly error: unknown;
}

/** How often to look: the sample is in this page, a real registry is not. */
const SAMPLE_MS = 1000;
const REAL_MS = 60_000;

/** Refreshes the copy again and again while it plays, and lets others trade in the sample meanwhile. */
export function usePulse({ registry, sample }: Session, mirror: Mirror, isPlaying: boolean): Pulse {
  const [pulse, setPulse] = useState<Pulse>({ looks: 0, requests: 0, held: 0, broken: 0, error: undefined });
  useEffect(() => {
    if (!isPlaying) {
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    const look = async () => {
      const { requests, laws } = await mirror.refresh(registry, { signal, sweep: 0 });
      const sum = (read: (law: (typeof laws)[number]) => number) => laws.reduce((total, law) => total + read(law), 0);
      setPulse((before) => ({
        looks: before.looks + 1,
        requests: before.requests + requests,
        held: before.held + sum(({ held }) => held),
        broken: before.broken + sum(({ broken }) => broken),
        error: undefined,
      }));
    };
    const beat = async () => {
      while (!signal.aborted) {
        await look().catch((error: unknown) => signal.aborted || setPulse((before) => ({ ...before, error })));
        await pause(sample === null ? REAL_MS : SAMPLE_MS, signal);
      }
    };
    void sample?.setBusy(true);
    void beat();
    return () => {
      controller.abort();
      void sample?.setBusy(false);
    };
  }, [registry, sample, mirror, isPlaying]);
  return pulse;
}

/** Waits, and longer while nobody looks at the page. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      if (document.hidden && !signal.aborted) {
        document.addEventListener("visibilitychange", end, { once: true, signal });
        return;
      }
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
