import type { Cell, Row } from "../actions.js";
import { escapeNul, unescapeNul } from "../nul.js";
import type { StoreTable } from "../store.js";
import type { TextRow } from "./pool.js";

type ColumnType = StoreTable["columns"][number]["type"];

/** The types of the columns in PostgreSQL. */
export const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  text: "text",
  integer: "int8",
  real: "float8",
};

/** A value for the server: text for every type. */
export function pgText(cell: Cell | undefined): string | null {
  return cell === null || cell === undefined ? null : String(escapeNul(cell));
}

/** A row for the wasm: integers that a `number` does not hold exactly stay digits. */
export function rowOf(row: TextRow, types: readonly ColumnType[]): Row {
  return row.map((text, place): Cell => {
    if (text === null) {
      return null;
    }
    const type = types[place];
    if (type === "text") {
      return unescapeNul(text);
    }
    const number = Number(text);
    return type === "real" || Number.isSafeInteger(number) ? number : text;
  });
}

/** The values of each column of rows, as input for `unnest`. */
export function columnsOf(rows: readonly Row[], count: number): (string | null)[][] {
  return Array.from({ length: count }, (_, place) => rows.map((row) => pgText(row[place])));
}
