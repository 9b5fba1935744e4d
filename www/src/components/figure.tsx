import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

interface Props {
  readonly title: string;
  readonly note?: ComponentChildren;
  readonly chart: ComponentChildren;
  readonly table: ComponentChildren;
}

/** A chart and its table: one shows, the other is a click away. */
export function Figure({ title, note, chart, table }: Props) {
  const id = useId();
  const [isTable, setTable] = useState(false);
  return (
    <figure class="card figure" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" class="quiet-button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          Table<span class="visually-hidden"> of {title}</span>
        </button>
      </header>
      {isTable ? <div class="figure-table">{table}</div> : chart}
      {note && <figcaption>{note}</figcaption>}
    </figure>
  );
}
