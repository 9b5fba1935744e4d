import type { CreditBatch } from "isometric-registry";
import { credits, day } from "../../lib/format";

interface Props {
  readonly batches: readonly CreditBatch[];
  /** The batches to leave alone. */
  readonly left: ReadonlySet<string>;
  readonly onChange: (left: ReadonlySet<string>) => void;
}

/** All batches are offered, the oldest first; each can be left alone. */
export const BatchChoice = ({ batches, left, onChange }: Props) => (
  <details class="batch-choice">
    <summary>
      {left.size === 0
        ? "The oldest credits are taken first"
        : `Leaving ${left.size} of ${batches.length} batches alone`}{" "}
      <span class="quiet">– choose batches</span>
    </summary>
    <div role="group" aria-label="Batches to take from">
      {batches.map(({ id, serial_number, size, sequestered_on }) => (
        <label key={id} class="check">
          <input type="checkbox" checked={!left.has(id)} onChange={() => onChange(toggled(left, id))} />
          <span>
            <code class="id">{serial_number}</code>
            <br />
            <span class="quiet">
              {credits(size.credit_kgs)} credits, stored {day(sequestered_on)}
            </span>
          </span>
        </label>
      ))}
    </div>
  </details>
);

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) {
    next.add(id);
  }
  return next;
}
