import type { ForwardPage, ListOptions, Page } from "isometric-registry";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Progress, walk } from "../queries/walk";

export type OpenPages<T> = (page: ForwardPage, options: ListOptions) => AsyncIterable<Page<T>>;

export interface Walk<T> {
  /** `waiting`: there is more, and nobody has asked for it yet. */
  readonly state: "walking" | "waiting" | "done" | "cancelled" | "failed";
  readonly rows: readonly T[];
  /** How many rows the list has; `undefined` until the first page has come. */
  readonly total: number | undefined;
  readonly error: unknown;
  readonly cancel: () => void;
  /** Reads another page. */
  readonly more: () => void;
  /** Reads on to the end, behind the last row that came. */
  readonly all: () => void;
}

/** Reads the first page of a list, and more when asked; from the start whenever `inputs` change. */
export function useWalk<T>(open: OpenPages<T>, inputs: readonly unknown[]): Walk<T> {
  const [state, setState] = useState<Walk<T>["state"]>("walking");
  const [progress, setProgress] = useState<Progress<T>>();
  const [error, setError] = useState<unknown>();
  const controller = useRef<AbortController>(null);

  const start = (from: Progress<T> | undefined, isWhole: boolean) => {
    controller.current?.abort();
    const current = new AbortController();
    const { signal } = current;
    controller.current = current;
    setState("walking");
    setProgress(from);
    let latest = from;
    const pages = open(from?.cursor ? { after: from.cursor } : {}, { signal, prefetch: isWhole ? 1 : 0 });
    const tell = (next: Progress<T>) => {
      latest = next;
      if (!signal.aborted) {
        setProgress(next);
      }
    };
    const known = from?.rows.length ?? 0;
    walk(pages, from?.rows ?? [], tell, (rows) => !isWhole && rows.length > known).then(
      () => signal.aborted || setState(latest?.cursor ? "waiting" : "done"),
      (reason: unknown) => {
        if (signal.aborted) {
          return;
        }
        setError(reason);
        setState("failed");
      },
    );
  };

  useEffect(() => {
    start(undefined, false);
    return () => controller.current?.abort();
  }, inputs);

  const cancel = () => {
    controller.current?.abort();
    setState("cancelled");
  };
  return {
    state,
    rows: progress?.rows ?? [],
    total: progress?.total,
    error,
    cancel,
    more: () => start(progress, false),
    all: () => start(progress, true),
  };
}
