import type { ForwardPage, ListOptions, Page } from "isometric-registry";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Progress, walk } from "../queries/walk";

export type OpenPages<T> = (page: ForwardPage, options: ListOptions) => AsyncIterable<Page<T>>;

export interface Walk<T> {
  readonly state: "walking" | "done" | "cancelled" | "failed";
  readonly rows: readonly T[];
  /** How many rows the list has; `undefined` until the first page has come. */
  readonly total: number | undefined;
  readonly error: unknown;
  readonly cancel: () => void;
  /** Goes on behind the last row that came. */
  readonly resume: () => void;
}

/** Walks a list while the component shows, from the start whenever `inputs` change. */
export function useWalk<T>(open: OpenPages<T>, inputs: readonly unknown[]): Walk<T> {
  const [state, setState] = useState<Walk<T>["state"]>("walking");
  const [progress, setProgress] = useState<Progress<T>>();
  const [error, setError] = useState<unknown>();
  const controller = useRef<AbortController>(null);

  const start = (from: Progress<T> | undefined) => {
    controller.current?.abort();
    const current = new AbortController();
    const { signal } = current;
    controller.current = current;
    setState("walking");
    setProgress(from);
    const pages = open(from?.cursor ? { after: from.cursor } : {}, { signal });
    walk(pages, from?.rows ?? [], (next) => signal.aborted || setProgress(next)).then(
      () => signal.aborted || setState("done"),
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
    start(undefined);
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
    resume: () => start(progress),
  };
}
