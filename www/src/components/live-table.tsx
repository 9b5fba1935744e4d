import { useEffect, useState } from "preact/hooks";
import { asCsv, asJson, download } from "../lib/download";
import { count } from "../lib/format";
import { useSeen } from "../lib/use-seen";
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

/** A table whose rows are read as they are seen. Sorting and saving read all of them. */
export function LiveTable<T extends { id: string }>({ title, columns, open, inputs }: Props<T>) {
  const walk = useWalk(open, inputs);
  const { rows, state } = walk;
  const end = useSeen<HTMLDivElement>(() => state === "waiting" && walk.more(), [state, rows.length]);
  return (
    <div class="live-table" aria-busy={state === "walking"}>
      <WalkToolbar walk={walk} title={title} />
      {state === "failed" && <ErrorNotice error={walk.error} retry={walk.more} />}
      {rows.length > 0 && (
        <Table
          caption={title}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          onSort={() => state !== "done" && walk.all()}
        />
      )}
      {rows.length === 0 && state === "walking" && <Skeleton height="20rem" label={`Reading ${title}`} />}
      {rows.length === 0 && state === "done" && <Empty>Nothing in the registry matches.</Empty>}
      <div ref={end} />
    </div>
  );
}

type Format = "CSV" | "JSON";

function WalkToolbar<T extends object>({ walk, title }: { walk: Walk<T>; title: string }) {
  const { state, rows, total, cancel, all } = walk;
  const save = useSave(walk, title);
  return (
    <div class="toolbar">
      <ProgressBar done={rows.length} total={total} label={`Progress of ${title}`} />
      {state === "walking" && (
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      )}
      {state === "cancelled" && (
        <button type="button" onClick={all}>
          Go on
        </button>
      )}
      {state === "waiting" && (
        <button type="button" onClick={all}>
          Read all
        </button>
      )}
      <span class="visually-hidden" role="status">
        {state === "walking" ? "" : `${title}: ${stateWords[state]}, ${count(rows.length)} rows`}
      </span>
      {(["CSV", "JSON"] as const).map((format) => (
        <button key={format} type="button" disabled={rows.length === 0} onClick={() => save(format)}>
          {format}
        </button>
      ))}
    </div>
  );
}

const stateWords = { waiting: "more to come", done: "complete", cancelled: "stopped", failed: "failed" };

/** Saves the list once all of it is here. */
function useSave<T extends object>({ state, rows, all }: Walk<T>, title: string): (format: Format) => void {
  const [wanted, setWanted] = useState<Format>();
  useEffect(() => {
    if (wanted === undefined || state !== "done") {
      return;
    }
    const name = `${isSample ? "sample-" : ""}${title.toLowerCase().replaceAll(" ", "-")}`;
    if (wanted === "CSV") {
      download(`${name}.csv`, "text/csv", asCsv(rows));
    } else {
      download(`${name}.json`, "application/json", asJson(rows));
    }
    setWanted(undefined);
  }, [wanted, state]);
  return (format) => {
    setWanted(format);
    if (state !== "done") {
      all();
    }
  };
}
