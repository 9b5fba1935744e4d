import type { Row } from "../actions.js";
import type { MirrorStore, StoreTable } from "../store.js";
import { columnsOf, type ExportColumn } from "./columns.js";

/** Something that becomes a file: its columns, and its rows in pieces. */
export interface RowSource {
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  pieces(): AsyncIterable<readonly Row[]>;
}

/** What puts rows into a file. */
export interface RowWriter {
  write(rows: readonly Row[]): Promise<void>;
  /** Writes what is left. */
  end(): Promise<void>;
}

/** How many rows are read at once. */
const AT_ONCE = 2000;

/** The rows of a table, with only the columns that are exported. */
export function tableSource(store: MirrorStore, table: StoreTable, withJson: boolean): RowSource {
  const all = columnsOf(table, withJson);
  const places = [...new Set(all.flatMap(({ place, textPlace = place }) => [textPlace, place]))].sort((a, b) => a - b);
  const moved = new Map(places.map((place, index) => [place, index]));
  const columns = all.map((column): ExportColumn => {
    const place = moved.get(column.place) ?? 0;
    return column.textPlace === undefined
      ? { ...column, place }
      : { ...column, place, textPlace: moved.get(column.textPlace) ?? 0 };
  });
  const names = places.map((place) => table.columns[place]?.name ?? "");
  return { name: table.name, columns, pieces: () => rowsOf(store, table, names) };
}

/** All rows of a table by its key, some columns of each. The columns begin with the key. */
export async function* rowsOf(
  store: MirrorStore,
  { name, key }: Pick<StoreTable, "name" | "key">,
  columns: readonly string[],
): AsyncGenerator<readonly Row[], void, void> {
  let after: Row | undefined;
  for (;;) {
    const range = { prefix: [], limit: AT_ONCE, ...(after === undefined ? {} : { after }) };
    const rows = (await store.read(name, columns, range)).filter((row) => row !== null);
    if (rows.length > 0) {
      yield rows;
    }
    if (rows.length < AT_ONCE) {
      return;
    }
    after = rows.at(-1)?.slice(0, key);
  }
}
