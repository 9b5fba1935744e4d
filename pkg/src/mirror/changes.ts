import type { Cell, Row } from "./actions.js";
import type { MirrorStore } from "./store.js";

/** The tables whose rows change. */
export type MirrorTable =
  | "suppliers"
  | "projects"
  | "documents"
  | "issuances"
  | "deliveries"
  | "transfers"
  | "retirements"
  | "credit_batches"
  | "organisations";

/** One change of one record. */
export interface MirrorChange {
  /** Its number. Numbers have no gaps; keep the last one that you have handled. */
  readonly seq: number;
  /** When it was published: ms since 1970. */
  readonly at: number;
  /** The refresh that published it. */
  readonly refresh: number;
  readonly table: MirrorTable;
  /** The id of the record. */
  readonly id: string;
  /** `gone` records are no longer listed; `returned` ones are listed again. */
  readonly change: "added" | "changed" | "gone" | "returned";
  /** The record's JSON before the change; `null` if it was added. */
  readonly before: string | null;
  /** The record's JSON after the change. */
  readonly after: string;
}

const COLUMNS = ["seq", "at", "refresh", "table_name", "id", "change", "before"] as const;

const text = (cell: Cell | undefined): string => String(cell ?? "");

/** The changes after a number, in order. */
export async function changesAfter(store: MirrorStore, seq: number, limit: number): Promise<MirrorChange[]> {
  const rows = await store.read("changes", COLUMNS, { prefix: [], after: [seq], limit });
  const changes: MirrorChange[] = [];
  for (const row of rows) {
    if (row !== null) {
      changes.push(await changeOf(store, row));
    }
  }
  return changes;
}

async function changeOf(store: MirrorStore, row: Row): Promise<MirrorChange> {
  const [seq, at, refresh, table, id, change, before] = row;
  return {
    seq: Number(seq),
    at: Number(at),
    refresh: Number(refresh),
    table: text(table) as MirrorTable,
    id: text(id),
    change: text(change) as MirrorChange["change"],
    before: before === null || before === undefined ? null : text(before),
    after: await afterChange(store, text(table), text(id), Number(seq)),
  };
}

/** A record's JSON after a change: that before the next change, or the current one. */
async function afterChange(store: MirrorStore, table: string, id: string, seq: number): Promise<string> {
  const wanted = { index: "changes_by_record", prefix: [table, id], after: [seq], limit: 1 };
  const [next] = await store.read("changes", ["before"], wanted);
  if (next?.[0] !== undefined && next[0] !== null) {
    return text(next[0]);
  }
  const [row] = await store.read(table, ["json"], { keys: [[id]] });
  return text(row?.[0]);
}
