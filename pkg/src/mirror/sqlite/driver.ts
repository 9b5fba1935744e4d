/** A value for SQLite. */
export type SqlValue = string | bigint | number | null;

/** A statement that has been prepared. Its rows are lists of values; integers are bigints. */
export interface Statement {
  all(values: readonly SqlValue[]): SqlValue[][];
  run(values: readonly SqlValue[]): void;
}

/** An open database. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

/** Opens a file. */
export type OpenDatabase = (path: string) => Database;

/**
 * Locks a database for this process until the returned function is called, by a file beside it whose name ends with
 * `suffix`. The operating system releases the lock with the process, however that ends.
 *
 * @throws Error the one that `refused` makes when another process holds the lock, and SQLite's own for anything else.
 */
export function lockFile(
  open: OpenDatabase,
  path: string,
  suffix: string,
  refused: (cause: unknown) => Error,
): () => void {
  const guard = open(realPath(open, path) + suffix);
  try {
    guard.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    guard.close();
    throw /database is locked/.test(String(cause)) ? refused(cause) : cause;
  }
  return () => guard.close();
}

/** The path of a database without symbolic links: a lock must be the same by every name. */
function realPath(open: OpenDatabase, path: string): string {
  const database = open(path);
  try {
    const [row] = database.prepare("SELECT file FROM pragma_database_list WHERE name = 'main'").all([]);
    return String(row?.[0] || path);
  } finally {
    database.close();
  }
}

/** The part of `node:sqlite` that is used; Deno has it too. */
interface NodeSqlite {
  DatabaseSync: new (
    path: string,
  ) => {
    exec(sql: string): void;
    prepare(sql: string): {
      setReadBigInts(enabled: boolean): void;
      /** Node 22.16 and newer. */
      setReturnArrays?(enabled: boolean): void;
      all(...values: readonly SqlValue[]): Record<string, SqlValue>[] | SqlValue[][];
      run(...values: readonly SqlValue[]): unknown;
    };
    close(): void;
  };
}

/** The part of `bun:sqlite` that is used. */
interface BunSqlite {
  Database: new (
    path: string,
    options: { create: boolean; readwrite: boolean; safeIntegers: boolean },
  ) => {
    exec(sql: string): void;
    prepare(sql: string): {
      values(...values: readonly SqlValue[]): SqlValue[][];
      run(...values: readonly SqlValue[]): unknown;
    };
    close(): void;
  };
}

/** The runtime's own SQLite. */
export async function findSqlite(): Promise<OpenDatabase> {
  if ((globalThis as { Bun?: unknown }).Bun !== undefined) {
    return fromBun((await import(named("bun:sqlite"))) as BunSqlite);
  }
  let module: NodeSqlite;
  try {
    module = (await import(named("node:sqlite"))) as NodeSqlite;
  } catch (cause) {
    throw new Error(
      `isometric-registry: sqliteStore needs the SQLite of Node 22.13 or newer, Bun, or Deno 2.2 or newer; this is ${runtime()}.`,
      { cause },
    );
  }
  return fromNode(module);
}

/** A name that bundlers do not resolve. */
const named = (name: string): string => name;

function runtime(): string {
  const { process } = globalThis as { process?: { version?: string } };
  return process?.version === undefined ? "another runtime" : `Node ${process.version}`;
}

function fromNode({ DatabaseSync }: NodeSqlite): OpenDatabase {
  return (path) => {
    const database = new DatabaseSync(path);
    return {
      exec: (sql) => database.exec(sql),
      prepare(sql) {
        const statement = database.prepare(sql);
        statement.setReadBigInts(true);
        statement.setReturnArrays?.(true);
        const listOf = (row: SqlValue[] | Record<string, SqlValue>): SqlValue[] =>
          Array.isArray(row) ? row : Object.values(row);
        return {
          all: (values) => statement.all(...values).map(listOf),
          run: (values) => void statement.run(...values),
        };
      },
      close: () => database.close(),
    };
  };
}

function fromBun({ Database }: BunSqlite): OpenDatabase {
  return (path) => {
    const database = new Database(path, { create: true, readwrite: true, safeIntegers: true });
    return {
      exec: (sql) => database.exec(sql),
      prepare(sql) {
        const statement = database.prepare(sql);
        return {
          all: (values) => statement.values(...values),
          run: (values) => void statement.run(...values),
        };
      },
      close: () => database.close(),
    };
  };
}
