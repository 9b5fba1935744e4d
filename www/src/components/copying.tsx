import { count, words } from "../lib/format";
import { copyProgress } from "../session/copy";

/** How far the copy has come. */
export function Copying() {
  const progress = copyProgress.value;
  return (
    <section class="card copying" aria-label="Copying the record" aria-busy="true">
      <h2>Copying the public record into this page</h2>
      <progress aria-label="Progress of the copy" max={1} value={progress?.share} />
      <p class="quiet">
        {progress === undefined
          ? "Loading the mirror"
          : `${words(progress.list)} · ${count(progress.requests)} requests so far`}
      </p>
    </section>
  );
}
