import type { AddedRows } from "./actions.js";

/**
 * The statement that adds a change for each row that was added, and its parameters. `mark` is the parameter at a place,
 * from 1 on.
 */
export function addedRows(
  { seq, at, refresh, table }: AddedRows,
  { from, changes }: { readonly from: string; readonly changes: string },
  mark: (place: number) => string,
): [string, string[]] {
  const integer = (place: number): string => `CAST(${mark(place)} AS bigint)`;
  const text =
    `INSERT INTO ${changes} (seq, at, refresh, table_name, id, change) ` +
    `SELECT ${integer(1)} + row_number() OVER (ORDER BY id), ${integer(2)}, ${integer(3)}, ${mark(4)}, id, 'added' ` +
    `FROM ${from} WHERE gone_at IS NULL`;
  return [text, [seq, at, refresh, table].map(String)];
}
