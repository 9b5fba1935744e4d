import type { AddedRows, Row, Write } from "../actions.js";
import { addedRows } from "../added.js";
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
  const flushAll = async (): Promise<void> => {
    for (const table of open.values()) {
      await table.flush(connection);
    }
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
      case "copy":
        await flushAll();
        await copy(connection, tableOf(write.from), tableOf(write.table));
        break;
      case "added":
        await flushAll();
        await connection.query(...added(write, tableOf));
        break;
    }
  }
  await flushAll();
}

function added(write: AddedRows, tableOf: (name: string) => StoreTable): [string, string[]] {
  const tables = { from: tableOf(write.from).name, changes: tableOf("changes").name };
  return addedRows(write, tables, (place) => `$${place}`);
}

async function copy(connection: Connection, from: StoreTable, to: StoreTable): Promise<void> {
  const names = to.columns.map(({ name }) => quoted(name)).join(", ");
  await connection.query(`INSERT INTO ${to.name} (${names}) SELECT ${names} FROM ${from.name}${onConflict(to)}`, []);
}

/** The end of a statement that puts rows: those with the same key are replaced. */
function onConflict({ columns, key }: StoreTable): string {
  const names = columns.map(({ name }) => quoted(name));
  const others = names.slice(key).map((name) => `${name} = EXCLUDED.${name}`);
  const action = others.length > 0 ? `UPDATE SET ${others.join(", ")}` : "NOTHING";
  return ` ON CONFLICT (${names.slice(0, key).join(", ")}) DO ${action}`;
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
    const { name, columns } = this.#table;
    const names = columns.map((column) => column.name);
    const put = `INSERT INTO ${name} (${names.map(quoted).join(", ")}) SELECT * FROM ${unnested(this.#table, names)}`;
    await connection.query(put + onConflict(this.#table), columnsOf(rows, names.length));
  }
}
