import type { Cell, Row, RowsWanted, Write } from "../actions.js";
import { addedRows } from "../added.js";
import { escapeNul, unescapeNul } from "../nul.js";
import { LockedCopyError, type MirrorStore, type StoreSchema, type StoreTable } from "../store.js";
import { type Database, findSqlite, lockFile, type OpenDatabase, type SqlValue, type Statement } from "./driver.js";

/** Identifies a mirror's database: `MIRR`. */
const APPLICATION_ID = 0x4d495252;

/** Rows of up to 4 kB lie in pages of this size whole. It counts for new files only. */
const PAGE_SIZE = "PRAGMA page_size = 16384";

/** The cache is 4 MB. The log holds 16 MB before it is copied into the file. */
const SETTINGS =
  "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; " +
  "PRAGMA cache_size = -4096; PRAGMA wal_autocheckpoint = 1000;";

/** How long changes are gathered in one transaction, in ms. A process that is killed loses no more than these. */
const GATHER_MS = 250;

type ColumnType = StoreTable["columns"][number]["type"];

/** What is prepared for a table. */
interface Plan {
  readonly definition: StoreTable;
  readonly names: readonly string[];
  readonly types: readonly ColumnType[];
  readonly put: string;
}

class SqliteStore implements MirrorStore {
  readonly #path: string;
  readonly #open: OpenDatabase;
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();
  readonly #plans = new Map<string, Plan>();
  #isInTransaction = false;
  /** Ends the transaction that gathers changes, while there is one. */
  #gathering: ReturnType<typeof setTimeout> | undefined;
  /** Why gathered changes could not be kept; whoever comes next is told. */
  #failure: { readonly error: unknown } | undefined;

  constructor(path: string, open: OpenDatabase) {
    this.#path = path;
    this.#open = open;
    this.#database = naming(path, () => open(path));
  }

  open(schema: StoreSchema): void {
    naming(this.#path, () => this.#prepare(schema));
  }

  #prepare(schema: StoreSchema): void {
    this.#database.exec("PRAGMA busy_timeout = 10000");
    const id = this.#pragma("application_id");
    const version = this.#pragma("user_version");
    const isEmpty = this.#database.prepare("SELECT count(*) FROM sqlite_schema").all([])[0]?.[0] === 0n;
    if (!isEmpty && id !== APPLICATION_ID) {
      throw new Error(`isometric-registry: ${this.#path} is a database that does not belong to a mirror.`);
    }
    if (version > schema.format) {
      throw new Error(
        `isometric-registry: ${this.#path} has format ${version}, but this version supports formats up to ${schema.format}. Update the package.`,
      );
    }
    for (const table of schema.tables) {
      this.#plans.set(table.name, planOf(table));
    }
    if (isEmpty) {
      this.#database.exec(PAGE_SIZE);
    }
    this.#database.exec(SETTINGS);
    if (isEmpty || version < schema.format) {
      this.begin("write");
      try {
        for (const statement of schema.sqlite) {
          this.#database.exec(statement);
        }
        this.#database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${schema.format}`);
        this.commit();
      } catch (error) {
        this.rollback();
        throw error;
      }
    }
  }

  lock(): () => void {
    if (this.#path === ":memory:") {
      return () => this.#keepGathered();
    }
    const release = lockFile(
      this.#open,
      this.#path,
      "-writer",
      (cause) => new LockedCopyError(`another process writes to ${this.#path}.`, { cause }),
    );
    return () => {
      try {
        this.#keepGathered();
      } finally {
        release();
      }
    };
  }

  read(table: string, columns: readonly string[], wanted: RowsWanted): (Row | null)[] {
    const { definition, names } = this.#plan(table);
    const shown = columns.length > 0 ? columns : names;
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
      return;
    }
    // Changes of one refresh follow each other closely: a transaction for each would take most of the time.
    if (this.#gathering === undefined) {
      this.#tellFailure();
      this.#run("BEGIN IMMEDIATE");
      this.#gathering = setTimeout(() => this.#keepInTime(), GATHER_MS);
      (this.#gathering as { unref?: () => void }).unref?.();
    }
    try {
      this.#apply(writes);
    } catch (error) {
      this.#endGathering();
      this.#undo();
      throw error;
    }
  }

  begin(kind: "read" | "write"): void {
    this.#keepGathered();
    this.#run(kind === "write" ? "BEGIN IMMEDIATE" : "BEGIN");
    this.#isInTransaction = true;
  }

  commit(): void {
    this.#run("COMMIT");
    this.#isInTransaction = false;
  }

  rollback(): void {
    if (this.#isInTransaction) {
      this.#isInTransaction = false;
      this.#undo();
    }
    this.#keepGathered();
  }

  close(): void {
    this.#keepGathered();
    this.#statements.clear();
    this.#database.close();
  }

  /** Commits what has been gathered. */
  #keepGathered(): void {
    this.#tellFailure();
    if (this.#endGathering()) {
      try {
        this.#run("COMMIT");
      } catch (error) {
        this.#undo();
        throw error;
      }
    }
  }

  #keepInTime(): void {
    try {
      this.#keepGathered();
    } catch (error) {
      this.#failure = { error };
    }
  }

  /** Whether there was something to end. */
  #endGathering(): boolean {
    const timer = this.#gathering;
    clearTimeout(timer);
    this.#gathering = undefined;
    return timer !== undefined;
  }

  #tellFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) {
      throw failure.error;
    }
  }

  #undo(): void {
    // An error of the disk has already undone it.
    try {
      this.#run("ROLLBACK");
    } catch {
      // There is nothing left to undo.
    }
  }

  #run(sql: string): void {
    this.#statement(sql).run([]);
  }

  #apply(writes: readonly Write[]): void {
    for (const write of writes) {
      const { definition, names, types, put } = this.#plan(write.table);
      if (write.write === "put") {
        this.#statement(put).run(write.row.map((cell, place) => sqlValue(cell, types[place])));
      } else if (write.write === "copy") {
        // In this form SQLite copies whole pages, as long as the other table is empty.
        this.#run(`INSERT OR REPLACE INTO ${write.table} SELECT * FROM ${write.from}`);
      } else if (write.write === "added") {
        const [text, values] = addedRows(write, { from: write.from, changes: "changes" }, () => "?");
        this.#statement(text).run(values);
      } else {
        const cells = write.write === "delete" ? write.key : write.prefix;
        const conditions = names.slice(0, cells.length).map((name) => `${quoted(name)} = ?`);
        const where = conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "";
        this.#statement(`DELETE FROM ${write.table}${where}`).run(this.#values(definition, names, cells));
      }
    }
  }

  #values({ columns }: StoreTable, names: readonly string[], cells: Row): SqlValue[] {
    return cells.map((cell, place) => sqlValue(cell, columns.find(({ name }) => name === names[place])?.type));
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #plan(name: string): Plan {
    const plan = this.#plans.get(name);
    if (plan === undefined) {
      throw new Error(`isometric-registry: the store has no table ${name}; was it opened?`);
    }
    return plan;
  }

  #pragma(name: string): number {
    return Number(this.#database.prepare(`PRAGMA ${name}`).all([])[0]?.[0] ?? 0);
  }
}

const quoted = (name: string): string => `"${name}"`;

/** Names the file in an error of SQLite's. */
function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw message.includes(path) ? cause : new Error(`isometric-registry: ${path}: ${message}`, { cause });
  }
}

function planOf(definition: StoreTable): Plan {
  const { name, columns } = definition;
  const put = `INSERT OR REPLACE INTO ${name} VALUES (${columns.map(() => "?").join(", ")})`;
  return { definition, names: columns.map((column) => column.name), types: columns.map(({ type }) => type), put };
}

function sqlValue(cell: Cell, type: ColumnType | undefined): SqlValue {
  return cell !== null && type === "integer" ? BigInt(cell) : escapeNul(cell);
}

/** Integers are read as bigints; those that a `number` does not hold exactly are passed as their digits. */
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
 * A store in an SQLite file. It needs the runtime's own SQLite: Node 22.13 and newer, Bun, or Deno. Others may read the
 * file at the same time, with any tool; one process writes.
 *
 * ```ts
 * const mirror = await openMirror(await sqliteStore("registry.db"));
 * ```
 *
 * @throws Error when the runtime has no SQLite, or the file cannot be opened.
 */
export async function sqliteStore(path: string): Promise<MirrorStore> {
  if (typeof path !== "string" || path === "") {
    throw new TypeError("isometric-registry: sqliteStore expects the path of a file.");
  }
  return new SqliteStore(path, await findSqlite());
}
