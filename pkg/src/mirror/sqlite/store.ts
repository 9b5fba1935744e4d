import type { Cell, Row, RowsWanted, Write } from "../actions.js";
import { escapeNul, unescapeNul } from "../nul.js";
import type { MirrorStore, StoreSchema, StoreTable } from "../store.js";
import { type Database, findSqlite, type OpenDatabase, type SqlValue, type Statement } from "./driver.js";

/** What makes a database a mirror's: `MIRR`. */
const APPLICATION_ID = 0x4d495252;

const SETTINGS = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;";

class SqliteStore implements MirrorStore {
  readonly #path: string;
  readonly #open: OpenDatabase;
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();
  readonly #tables = new Map<string, StoreTable>();
  #isInTransaction = false;

  constructor(path: string, open: OpenDatabase) {
    this.#path = path;
    this.#open = open;
    this.#database = open(path);
  }

  open(schema: StoreSchema): void {
    this.#database.exec("PRAGMA busy_timeout = 10000");
    const id = this.#pragma("application_id");
    const version = this.#pragma("user_version");
    const isEmpty = this.#database.prepare("SELECT count(*) FROM sqlite_schema").all([])[0]?.[0] === 0n;
    if (!isEmpty && id !== APPLICATION_ID) {
      throw new Error(`isometric-registry: ${this.#path} is a database of something else than a mirror.`);
    }
    if (version > schema.format) {
      throw new Error(
        `isometric-registry: ${this.#path} has format ${version}, and this version knows formats up to ${schema.format}. Update the package.`,
      );
    }
    for (const table of schema.tables) {
      this.#tables.set(table.name, table);
    }
    if (isEmpty || version < schema.format) {
      this.#database.exec(SETTINGS);
      this.#whole(() => {
        for (const statement of schema.sqlite) {
          this.#database.exec(statement);
        }
        this.#database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${schema.format}`);
      });
    }
    this.#database.exec(SETTINGS);
  }

  lock(): () => void {
    if (this.#path === ":memory:" || this.#path === "") {
      return () => {};
    }
    // The operating system takes the lock away with the process, however that ends.
    const guard = this.#open(`${this.#path}-writer`);
    try {
      guard.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    } catch (cause) {
      guard.close();
      throw new Error(`isometric-registry: another process writes to ${this.#path}.`, { cause });
    }
    return () => guard.close();
  }

  read(table: string, columns: readonly string[], wanted: RowsWanted): (Row | null)[] {
    const definition = this.#table(table);
    const places = new Map(definition.columns.map((column) => [column.name, column]));
    const shown = columns.length > 0 ? columns : [...places.keys()];
    const select = `SELECT ${shown.map(quoted).join(", ")} FROM ${table}`;
    const key = definition.columns.slice(0, definition.key).map(({ name }) => name);
    if ("keys" in wanted) {
      const statement = this.#statement(`${select} WHERE ${key.map((name) => `${quoted(name)} = ?`).join(" AND ")}`);
      return wanted.keys.map((cells) => {
        const [row] = statement.all(this.#values(definition, key, cells));
        return row === undefined ? null : row.map(cellOf);
      });
    }
    const index = definition.indexes.find(({ name }) => name === wanted.index);
    const order = index?.columns ?? key;
    const sorted = order.map(quoted).join(", ");
    const begins = (count: number): string[] => order.slice(0, count).map((name) => `${quoted(name)} = ?`);
    if ("prefixes" in wanted) {
      const count = wanted.prefixes[0]?.length ?? 0;
      const statement = this.#statement(`${select} WHERE ${begins(count).join(" AND ")} ORDER BY ${sorted}`);
      return wanted.prefixes.flatMap((cells) =>
        statement.all(this.#values(definition, order, cells)).map((row) => row.map(cellOf)),
      );
    }
    const { prefix, after, limit } = wanted;
    const conditions = begins(prefix.length);
    if (after !== undefined) {
      const rest = order.slice(prefix.length, prefix.length + after.length);
      conditions.push(`(${rest.map(quoted).join(", ")}) > (${rest.map(() => "?").join(", ")})`);
    }
    const where = conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "";
    const statement = this.#statement(`${select}${where} ORDER BY ${sorted} LIMIT ?`);
    const values = this.#values(definition, order, [...prefix, ...(after ?? [])]);
    return statement.all([...values, BigInt(limit)]).map((row) => row.map(cellOf));
  }

  write(writes: readonly Write[]): void {
    if (this.#isInTransaction) {
      this.#apply(writes);
    } else {
      this.#whole(() => this.#apply(writes));
    }
  }

  begin(kind: "read" | "write"): void {
    this.#database.exec(kind === "write" ? "BEGIN IMMEDIATE" : "BEGIN");
    this.#isInTransaction = true;
  }

  commit(): void {
    this.#database.exec("COMMIT");
    this.#isInTransaction = false;
  }

  rollback(): void {
    if (this.#isInTransaction) {
      this.#isInTransaction = false;
      // An error of the disk has already undone it.
      try {
        this.#database.exec("ROLLBACK");
      } catch {
        // There is nothing left to undo.
      }
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #whole(work: () => void): void {
    this.begin("write");
    try {
      work();
      this.commit();
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  #apply(writes: readonly Write[]): void {
    for (const write of writes) {
      const definition = this.#table(write.table);
      const names = definition.columns.map(({ name }) => name);
      if (write.write === "put") {
        const marks = names.map(() => "?").join(", ");
        const statement = this.#statement(`INSERT OR REPLACE INTO ${write.table} VALUES (${marks})`);
        statement.run(this.#values(definition, names, write.row));
      } else {
        const cells = write.write === "delete" ? write.key : write.prefix;
        const conditions = names.slice(0, cells.length).map((name) => `${quoted(name)} = ?`);
        const where = conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "";
        this.#statement(`DELETE FROM ${write.table}${where}`).run(this.#values(definition, names, cells));
      }
    }
  }

  #values(definition: StoreTable, names: readonly string[], cells: Row): SqlValue[] {
    const types = this.#typesOf(definition, names);
    return cells.map((cell, place) => (cell !== null && types[place] === "integer" ? BigInt(cell) : escapeNul(cell)));
  }

  readonly #types = new Map<string, readonly string[]>();

  #typesOf(definition: StoreTable, names: readonly string[]): readonly string[] {
    const name = `${definition.name} ${names.join()}`;
    let types = this.#types.get(name);
    if (types === undefined) {
      types = names.map((column) => definition.columns.find((one) => one.name === column)?.type ?? "text");
      this.#types.set(name, types);
    }
    return types;
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #table(name: string): StoreTable {
    const table = this.#tables.get(name);
    if (table === undefined) {
      throw new Error(`isometric-registry: the store has no table ${name}; was it opened?`);
    }
    return table;
  }

  #pragma(name: string): number {
    return Number(this.#database.prepare(`PRAGMA ${name}`).all([])[0]?.[0] ?? 0);
  }
}

const quoted = (name: string): string => `"${name}"`;

/** Integers come as bigints; those that a `number` does not hold exactly cross as their digits. */
function cellOf(value: SqlValue): Cell {
  if (typeof value === "string") {
    return unescapeNul(value);
  }
  if (typeof value !== "bigint") {
    return value;
  }
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/**
 * A store in an SQLite file: Node 22.13 and newer, Bun, and Deno bring what it needs. Others may read the file meanwhile,
 * with any tool; one process writes.
 *
 * ```ts
 * const mirror = await openMirror(await sqliteStore("registry.db"));
 * ```
 *
 * @throws Error where the runtime has no SQLite, or the file cannot be opened.
 */
export async function sqliteStore(path: string): Promise<MirrorStore> {
  if (typeof path !== "string" || path === "") {
    throw new TypeError("isometric-registry: sqliteStore expects the path of a file.");
  }
  return new SqliteStore(path, await findSqlite());
}
