import type { Row, Write } from "../actions.js";
import type { StoreTable } from "../store.js";
import type { Connection } from "./pool.js";
import { columnsOf, pgText, SQL_TYPES } from "./values.js";

/** How many rows go into a statement. */
const ROWS = 1000;

export const quoted = (name: string): string => `"${name}"`;

/** The output of `unnest` for some columns: one row per place. */
export function unnested(table: StoreTable, names: readonly string[]): string {
  const arrays = names.map((name, place) => `$${place + 1}::${SQL_TYPES[typeOf(table, name)]}[]`);
  return `unnest(${arrays.join(", ")})`;
}

export function typeOf(table: StoreTable, name: string): StoreTable["columns"][number]["type"] {
  return table.columns.find((column) => column.name === name)?.type ?? "text";
}

/** Makes changes in as few statements as their order allows. */
export async function applyWrites(
  connection: Connection,
  writes: readonly Write[],
  tableOf: (name: string) => StoreTable,
): Promise<void> {
  const open = new Map<string, Pending>();
  const pending = (name: string): Pending => {
    const known = open.get(name) ?? new Pending(tableOf(name));
    open.set(name, known);
    return known;
  };
  for (const write of writes) {
    const table = pending(write.table);
    switch (write.write) {
      case "put":
        table.put(write.row);
        break;
      case "delete":
        table.delete(write.key);
        break;
      case "clear":
        await table.flush(connection);
        await table.clear(connection, write.prefix);
        break;
    }
  }
  for (const table of open.values()) {
    await table.flush(connection);
  }
}

/** The last change of each row of a table. */
class Pending {
  readonly #table: StoreTable;
  readonly #rows = new Map<string, { readonly key: Row; readonly row: Row | undefined }>();

  constructor(table: StoreTable) {
    this.#table = table;
  }

  put(row: Row): void {
    const key = row.slice(0, this.#table.key);
    this.#rows.set(JSON.stringify(key), { key, row });
  }

  delete(key: Row): void {
    this.#rows.set(JSON.stringify(key), { key, row: undefined });
  }

  async clear(connection: Connection, prefix: Row): Promise<void> {
    const names = this.#table.columns.slice(0, prefix.length).map(({ name }) => name);
    const conditions = names.map((name, place) => `${quoted(name)} = $${place + 1}`);
    const where = conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "";
    await connection.query(`DELETE FROM ${this.#table.name}${where}`, prefix.map(pgText));
  }

  async flush(connection: Connection): Promise<void> {
    const all = [...this.#rows.values()];
    this.#rows.clear();
    const deleted = all.flatMap(({ key, row }) => (row === undefined ? [key] : []));
    const put = all.flatMap(({ row }) => (row === undefined ? [] : [row]));
    for (let at = 0; at < deleted.length; at += ROWS) {
      await this.#delete(connection, deleted.slice(at, at + ROWS));
    }
    for (let at = 0; at < put.length; at += ROWS) {
      await this.#put(connection, put.slice(at, at + ROWS));
    }
  }

  async #delete(connection: Connection, keys: readonly Row[]): Promise<void> {
    const { name, columns, key } = this.#table;
    const names = columns.slice(0, key).map((column) => column.name);
    const list = names.map(quoted).join(", ");
    const text = `DELETE FROM ${name} WHERE (${list}) IN (SELECT * FROM ${unnested(this.#table, names)})`;
    await connection.query(text, columnsOf(keys, key));
  }

  async #put(connection: Connection, rows: readonly Row[]): Promise<void> {
    const { name, columns, key } = this.#table;
    const names = columns.map((column) => column.name);
    const others = names.slice(key).map((column) => `${quoted(column)} = EXCLUDED.${quoted(column)}`);
    const text =
      `INSERT INTO ${name} (${names.map(quoted).join(", ")}) SELECT * FROM ${unnested(this.#table, names)} ` +
      `ON CONFLICT (${names.slice(0, key).map(quoted).join(", ")}) ` +
      (others.length > 0 ? `DO UPDATE SET ${others.join(", ")}` : "DO NOTHING");
    await connection.query(text, columnsOf(rows, names.length));
  }
}
