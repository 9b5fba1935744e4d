import { closeSync, openSync } from "node:fs";
import { resolve } from "node:path";
import { JournalError } from "./errors.js";
import type { Journal, JournalChange, JournalRow } from "./journal.js";

/** The part of a database's API that is used: `node:sqlite` and `bun:sqlite` share it. */
interface Database {
  exec(sql: string): unknown;
  prepare(sql: string): {
    all(...values: string[]): unknown[];
    run(...values: string[]): { readonly changes: number | bigint };
  };
  close(): void;
}

const table = `
  PRAGMA busy_timeout = 30000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS isometric_transactions (key TEXT PRIMARY KEY, value TEXT NOT NULL);
`;

/**
 * A journal in a SQLite database, which several processes of one machine can use at the same time. It needs the
 * runtime's own SQLite: Node 22.13 and newer, Bun, or Deno 2.2 and newer. The table is `isometric_transactions`; other
 * tables in the same file are not touched.
 *
 * @param path the path of the database, which is created if needed.
 * @throws JournalError, from the first use on, when the runtime has no SQLite or the file cannot be written.
 */
export function sqliteJournal(path: string): Journal {
  const file = resolve(String(path));
  let opened: Promise<Database> | undefined;
  const use = async <T>(work: (database: Database) => T): Promise<T> => {
    opened ??= openDatabase(file).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    const database = await opened;
    try {
      return work(database);
    } catch (error) {
      throw new JournalError(file, (error as Error).message, error);
    }
  };
  return {
    read: (keys) =>
      use((database) => {
        const statement = database.prepare("SELECT key, value FROM isometric_transactions WHERE key = ?");
        return keys.flatMap((key) => statement.all(key) as JournalRow[]);
      }),
    list: (prefix) =>
      use((database) => {
        const sql = "SELECT key, value FROM isometric_transactions WHERE substr(key, 1, length(?)) = ? ORDER BY key";
        return database.prepare(sql).all(prefix, prefix) as JournalRow[];
      }),
    write: (changes) => use((database) => write(database, changes)),
    async close() {
      const database = await opened?.catch(() => undefined);
      opened = undefined;
      database?.close();
    },
  };
}

/** Makes all changes in one transaction, or none. */
function write(database: Database, changes: readonly JournalChange[]): boolean {
  database.exec("BEGIN IMMEDIATE");
  try {
    const done = changes.every((each) => writeRow(database, each));
    database.exec(done ? "COMMIT" : "ROLLBACK");
    return done;
  } catch (error) {
    try {
      database.exec("ROLLBACK");
    } catch {
      // It has already been rolled back.
    }
    throw error;
  }
}

function writeRow(database: Database, { key, was, now }: JournalChange): boolean {
  const run = (sql: string, ...values: string[]): boolean => Number(database.prepare(sql).run(...values).changes) === 1;
  if (was === null) {
    return now === null || run("INSERT INTO isometric_transactions VALUES (?, ?) ON CONFLICT DO NOTHING", key, now);
  }
  return now === null
    ? run("DELETE FROM isometric_transactions WHERE key = ? AND value = ?", key, was)
    : run("UPDATE isometric_transactions SET value = ? WHERE key = ? AND value = ?", now, key, was);
}

async function openDatabase(file: string): Promise<Database> {
  const make = await findSqlite(file);
  let database: Database | undefined;
  try {
    // Created first, so that only its owner can read it; SQLite gives its other files the same mode.
    closeSync(openSync(file, "a", 0o600));
    database = make(file);
    database.exec(table);
    return database;
  } catch (error) {
    database?.close();
    throw new JournalError(file, `cannot be opened for writing: ${(error as Error).message}`, error);
  }
}

/** The runtime's own SQLite. The names are not literals, so that bundlers leave the import to the runtime. */
async function findSqlite(file: string): Promise<(file: string) => Database> {
  type Make = new (file: string) => Database;
  const isBun = "Bun" in globalThis;
  const name: string = isBun ? "bun:sqlite" : "node:sqlite";
  try {
    const module = (await import(name)) as { Database?: Make; DatabaseSync?: Make };
    const Type = isBun ? module.Database : module.DatabaseSync;
    if (Type !== undefined) {
      return (path) => new Type(path);
    }
    throw new TypeError(`${name} has no database`);
  } catch (error) {
    const message = `needs the SQLite of Node 22.13 or newer, Bun, or Deno 2.2 or newer; this runtime has none (${runtime()})`;
    throw new JournalError(file, message, error);
  }
}

function runtime(): string {
  const { process } = globalThis as { process?: { version?: string } };
  return process?.version === undefined ? "not Node" : `Node ${process.version}`;
}
