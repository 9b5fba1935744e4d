import { count } from "../lib/format";

/** How much of a list has come. */
export function ProgressBar({ done, total, label }: { done: number; total: number | undefined; label: string }) {
  return (
    <div class="progress">
      <progress aria-label={label} max={total ?? 1} value={total === undefined ? undefined : done} />
      <output>{total === undefined ? "Nothing yet" : `${count(done)} of ${count(total)}`}</output>
    </div>
  );
}
