import type { Row, RowsWanted } from "../actions.js";
import type { StoreTable } from "../store.js";
import type { Connection } from "./pool.js";
import { columnsOf, pgText, rowOf } from "./values.js";
import { quoted, typeOf, unnested } from "./write.js";

/** Reads rows of a table. */
export async function readRows(
  connection: Connection,
  table: StoreTable,
  columns: readonly string[],
  wanted: RowsWanted,
): Promise<(Row | null)[]> {
  const shown = columns.length > 0 ? columns : table.columns.map(({ name }) => name);
  const types = shown.map((name) => typeOf(table, name));
  const key = table.columns.slice(0, table.key).map(({ name }) => name);
  const list = (names: readonly string[], of: string): string =>
    names.map((name) => `${of}.${quoted(name)}`).join(", ");
  const select = list(shown, "stored");
  if ("keys" in wanted) {
    const joined = key.map((name) => `stored.${quoted(name)} = wanted.${quoted(name)}`).join(" AND ");
    const places = `${unnested(table, key)} WITH ORDINALITY AS wanted(${key.map(quoted).join(", ")}, place)`;
    const text = `SELECT wanted.place, ${select} FROM ${places} JOIN ${table.name} AS stored ON ${joined}`;
    const found: (Row | null)[] = wanted.keys.map(() => null);
    for (const [place, ...row] of await connection.query(text, columnsOf(wanted.keys, key.length))) {
      found[Number(place) - 1] = rowOf(row, types);
    }
    return found;
  }
  const index = table.indexes.find(({ name }) => name === wanted.index);
  const order = index?.columns ?? key;
  if ("prefixes" in wanted) {
    const names = order.slice(0, wanted.prefixes[0]?.length ?? 0);
    const joined = names.map((name) => `stored.${quoted(name)} = wanted.${quoted(name)}`).join(" AND ");
    const places = `${unnested(table, names)} WITH ORDINALITY AS wanted(${names.map(quoted).join(", ")}, place)`;
    const text =
      `SELECT ${select} FROM ${places} JOIN ${table.name} AS stored ON ${joined} ` +
      `ORDER BY wanted.place, ${list(order, "stored")}`;
    const rows = await connection.query(text, columnsOf(wanted.prefixes, names.length));
    return rows.map((row) => rowOf(row, types));
  }
  const { prefix, after, limit } = wanted;
  const values = [...prefix, ...(after ?? [])].map(pgText);
  const conditions = order.slice(0, prefix.length).map((name, place) => `stored.${quoted(name)} = $${place + 1}`);
  if (after !== undefined) {
    const rest = order.slice(prefix.length, prefix.length + after.length);
    const marks = rest.map((_, place) => `$${prefix.length + place + 1}`).join(", ");
    conditions.push(`(${list(rest, "stored")}) > (${marks})`);
  }
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "";
  const text =
    `SELECT ${select} FROM ${table.name} AS stored${where} ` +
    `ORDER BY ${list(order, "stored")} LIMIT $${values.length + 1}`;
  const rows = await connection.query(text, [...values, String(limit)]);
  return rows.map((row) => rowOf(row, types));
}
