import type { ComponentChildren } from "preact";
import type { Loaded } from "../lib/use-load";
import { ErrorNotice, Skeleton } from "./notice";

interface Props<T> {
  readonly of: Loaded<T>;
  readonly label: string;
  readonly height?: string;
  /** What shows while it loads, instead of an empty place. */
  readonly waiting?: ComponentChildren;
  readonly children: (value: T) => ComponentChildren;
}

/** Shows a value once it is there; until then its place, or what went wrong. */
export function Load<T>({ of, label, height = "24rem", waiting, children }: Props<T>) {
  switch (of.state) {
    case "loading":
      return <>{waiting ?? <Skeleton height={height} label={label} />}</>;
    case "failed":
      return <ErrorNotice error={of.error} retry={of.retry} />;
    case "ready":
      return <>{children(of.value)}</>;
  }
}
