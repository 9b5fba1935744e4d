import { asCsv, asJson, download } from "../lib/download";
import { count } from "../lib/format";
import { type OpenPages, useWalk, type Walk } from "../lib/use-walk";
import { isSample } from "../session/session";
import { Empty, ErrorNotice, Skeleton } from "./notice";
import { ProgressBar } from "./progress-bar";
import { type Column, Table } from "./table";

interface Props<T> {
  readonly title: string;
  readonly columns: readonly Column<T>[];
  readonly open: OpenPages<T>;
  readonly inputs: readonly unknown[];
}

/** A table that fills while pages arrive. */
export function LiveTable<T extends { id: string }>({ title, columns, open, inputs }: Props<T>) {
  const walk = useWalk(open, inputs);
  const { rows, state } = walk;
  return (
    <div class="live-table" aria-busy={state === "walking"}>
      <WalkToolbar walk={walk} title={title} />
      {state === "failed" && <ErrorNotice error={walk.error} retry={walk.resume} />}
      {rows.length > 0 && <Table caption={title} columns={columns} rows={rows} keyOf={({ id }) => id} />}
      {rows.length === 0 && state === "walking" && <Skeleton height="20rem" label={`Reading ${title}`} />}
      {rows.length === 0 && state === "done" && <Empty>Nothing in the registry matches.</Empty>}
    </div>
  );
}

function WalkToolbar<T extends object>({ walk, title }: { walk: Walk<T>; title: string }) {
  const { state, rows, total, cancel, resume } = walk;
  const name = `${isSample ? "sample-" : ""}${title.toLowerCase().replaceAll(" ", "-")}`;
  return (
    <div class="toolbar">
      <ProgressBar done={rows.length} total={total} label={`Progress of ${title}`} />
      {state === "walking" && (
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      )}
      {state === "cancelled" && (
        <button type="button" onClick={resume}>
          Go on
        </button>
      )}
      <span class="visually-hidden" role="status">
        {state === "walking" ? "" : `${title}: ${stateWords[state]}, ${count(rows.length)} rows`}
      </span>
      <button
        type="button"
        disabled={rows.length === 0}
        onClick={() => download(`${name}.csv`, "text/csv", asCsv(rows))}
      >
        CSV
      </button>
      <button
        type="button"
        disabled={rows.length === 0}
        onClick={() => download(`${name}.json`, "application/json", asJson(rows))}
      >
        JSON
      </button>
    </div>
  );
}

const stateWords = { done: "complete", cancelled: "stopped", failed: "failed" };
