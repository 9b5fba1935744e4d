import type { Row, RowsWanted, Write } from "../actions.js";
import { LockedCopyError, type MirrorStore, type StoreSchema, type StoreTable } from "../store.js";
import { Connection, type PgPool } from "./pool.js";
import { readRows } from "./read.js";
import { applyWrites, quoted } from "./write.js";

/** The first half of the lock's number: `MIRR`. */
const LOCK = 0x4d495252;

/** The options of a store in PostgreSQL. */
export interface PostgresStoreOptions {
  /** The schema of the copy's tables and views, which is created if needed. Default: `registry`. */
  readonly schema?: string | undefined;
}

class PostgresStore implements MirrorStore {
  readonly #pool: PgPool;
  readonly #schema: string;
  readonly #tables = new Map<string, StoreTable>();
  /** The only client that a refresh, or other work in progress, uses. */
  #connection: Connection | undefined;
  #isLocked = false;
  #isInTransaction = false;

  constructor(pool: PgPool, schema: string) {
    this.#pool = pool;
    this.#schema = schema;
  }

  async open(schema: StoreSchema): Promise<void> {
    for (const table of schema.tables) {
      this.#tables.set(table.name, { ...table, name: `${quoted(this.#schema)}.${quoted(table.name)}` });
    }
    await this.#with(async (connection) => {
      const format = await this.#formatOf(connection);
      if (format > schema.format) {
        throw new Error(
          `isometric-registry: ${this.#name()} has format ${format}, but this version supports formats up to ${schema.format}. Update the package.`,
        );
      }
      if (format < schema.format) {
        await connection.whole(async () => {
          // Two processes may try to create the same tables.
          await connection.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [LOCK + 1, this.#schema]);
          await connection.run(`SET LOCAL search_path TO ${quoted(this.#schema)}`, ...schema.postgres);
          const said = `isometric-registry mirror, format ${schema.format}`;
          await connection.run(`COMMENT ON SCHEMA ${quoted(this.#schema)} IS '${said}'`);
        });
      }
    });
  }

  /** The format of the existing tables; 0 if there are none. */
  async #formatOf(connection: Connection): Promise<number> {
    const [row] = await connection.query(
      "SELECT obj_description(oid, 'pg_namespace'), (SELECT count(*) FROM pg_class WHERE relnamespace = pg_namespace.oid) " +
        "FROM pg_namespace WHERE nspname = $1",
      [this.#schema],
    );
    if (row === undefined) {
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(this.#schema)}`);
      return 0;
    }
    const [comment, relations] = row;
    const [, format] = /^isometric-registry mirror, format (\d+)$/.exec(comment ?? "") ?? [];
    if (format === undefined && relations !== "0") {
      throw new Error(`isometric-registry: ${this.#name()} contains tables that do not belong to a mirror.`);
    }
    return Number(format ?? 0);
  }

  async lock(): Promise<() => Promise<void>> {
    const connection = await Connection.open(this.#pool);
    let isMine = false;
    try {
      const [row] = await connection.query("SELECT pg_try_advisory_lock($1, hashtext($2))", [LOCK, this.#schema]);
      isMine = row?.[0] === "t";
    } catch (error) {
      connection.close();
      throw error;
    }
    if (!isMine) {
      connection.close();
      throw new LockedCopyError(`another process writes to ${this.#name()}.`);
    }
    this.#connection = connection;
    this.#isLocked = true;
    return async () => {
      this.#connection = undefined;
      this.#isLocked = false;
      // The server releases the lock with the connection, however that ends.
      const unlock = "SELECT pg_advisory_unlock($1, hashtext($2))";
      await connection.query(unlock, [LOCK, this.#schema]).catch(() => connection.undo());
      connection.close();
    };
  }

  read(table: string, columns: readonly string[], wanted: RowsWanted): Promise<(Row | null)[]> {
    return this.#with((connection) => readRows(connection, this.#table(table), columns, wanted));
  }

  write(writes: readonly Write[]): Promise<void> {
    return this.#with(async (connection) => {
      const apply = (): Promise<void> => applyWrites(connection, writes, (name) => this.#table(name));
      await (this.#isInTransaction ? apply() : connection.whole(apply));
    });
  }

  async begin(kind: "read" | "write"): Promise<void> {
    this.#connection ??= await Connection.open(this.#pool);
    await this.#connection.run(kind === "write" ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    this.#isInTransaction = true;
  }

  async commit(): Promise<void> {
    await this.#connection?.run("COMMIT");
    this.#end();
  }

  async rollback(): Promise<void> {
    if (this.#isInTransaction) {
      await this.#connection?.undo();
      this.#end();
    }
  }

  /** The owner of the pool ends it. */
  close(): void {}

  #end(): void {
    this.#isInTransaction = false;
    if (!this.#isLocked) {
      this.#connection?.close();
      this.#connection = undefined;
    }
  }

  async #with<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    if (this.#connection !== undefined) {
      return work(this.#connection);
    }
    const connection = await Connection.open(this.#pool);
    try {
      return await work(connection);
    } finally {
      connection.close();
    }
  }

  #table(name: string): StoreTable {
    const table = this.#tables.get(name);
    if (table === undefined) {
      throw new Error(`isometric-registry: the store has no table ${name}; was it opened?`);
    }
    return table;
  }

  #name(): string {
    return `the schema ${this.#schema}`;
  }
}

/**
 * A store in PostgreSQL (13 or newer): tables and views in a schema of their own, for any tool to read. `pool` is a
 * pool of the package `pg`, which you end yourself; a refresh uses one client of it. One process writes, by an advisory
 * lock.
 *
 * ```ts
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * const mirror = await openMirror(postgresStore(pool));
 * ```
 *
 * @throws TypeError for anything but a pool, or an invalid name of a schema.
 */
export function postgresStore(pool: PgPool, options: PostgresStoreOptions = {}): MirrorStore {
  const { schema = "registry" } = options;
  if (typeof (pool as Partial<PgPool> | undefined)?.connect !== "function") {
    throw new TypeError("isometric-registry: postgresStore expects a pool of the package pg.");
  }
  if (typeof schema !== "string" || !/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith("pg_")) {
    throw new TypeError(
      `isometric-registry: schema: expected a name of lowercase letters, digits and _, got ${JSON.stringify(schema)}.`,
    );
  }
  return new PostgresStore(pool, schema);
}
