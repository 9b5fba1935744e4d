import { count, words } from "../lib/format";
import { copyProgress } from "../session/copy";

/** The copy is being made. */
export const Copying = () => (
  <section class="card" aria-label="Copying the record" aria-busy="true">
    <header>
      <h2>Copying the public record into this page</h2>
    </header>
    <CopyProgressBar />
  </section>
);

/** How far the copy has come. */
export function CopyProgressBar() {
  const progress = copyProgress.value;
  return (
    <div class="copying">
      <progress aria-label="Progress of the copy" max={1} value={progress?.share} />
      <p class="quiet">
        {progress === undefined
          ? "Loading the mirror"
          : `${words(progress.list)} · ${count(progress.requests)} requests so far`}
      </p>
    </div>
  );
}
