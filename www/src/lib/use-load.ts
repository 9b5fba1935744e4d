import { useCallback, useEffect, useState } from "preact/hooks";

export type Loaded<T> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "failed"; readonly error: unknown; readonly retry: () => void };

/** Loads when the component appears and whenever `inputs` change; what is no longer wanted is aborted. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, inputs: readonly unknown[]): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "loading" });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setLoaded({ state: "loading" });
    load(signal).then(
      (value) => signal.aborted || setLoaded({ state: "ready", value }),
      (error: unknown) => signal.aborted || setLoaded({ state: "failed", error, retry }),
    );
    return () => controller.abort();
  }, [...inputs, attempt]);
  return loaded;
}
