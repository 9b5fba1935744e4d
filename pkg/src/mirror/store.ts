import type { Row, RowsWanted, Write } from "./actions.js";

/** A table of a store. */
export interface StoreTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: "text" | "integer" | "real" }[];
  /** How many columns, from the first, are its key. */
  readonly key: number;
  /** Further orders, whose columns end with the key. */
  readonly indexes: readonly { readonly name: string; readonly columns: readonly string[] }[];
}

/** The tables that a store has. */
export interface StoreSchema {
  /** The version of the tables. */
  readonly format: number;
  readonly tables: readonly StoreTable[];
  /** The statements that make the tables and views in SQLite. */
  readonly sqlite: readonly string[];
  /** The same for PostgreSQL. */
  readonly postgres: readonly string[];
}

/**
 * Where a mirror keeps its rows. `memoryStore()`, `sqliteStore(path)` and `postgresStore(pool)` make one; the methods are for the mirror. Each
 * may give a promise.
 */
export interface MirrorStore {
  /** Makes the tables, where they are missing. */
  open(schema: StoreSchema): void | Promise<void>;
  /** Lets nobody else write until the function that it gives is called, or the process ends. */
  lock(): (() => void | Promise<void>) | Promise<() => void | Promise<void>>;
  /** Reads these columns of rows, or all if there are none. */
  read(
    table: string,
    columns: readonly string[],
    rows: RowsWanted,
  ): readonly (Row | null)[] | Promise<readonly (Row | null)[]>;
  /** Makes changes, all or none. Within a transaction they are seen by nobody, and not by `read`, before it is committed. */
  write(writes: readonly Write[]): void | Promise<void>;
  /** Begins a transaction; a `read` one sees the rows as they are now until it ends. */
  begin(kind: "read" | "write"): void | Promise<void>;
  /** Ends the transaction under way, and lets its changes be seen. */
  commit(): void | Promise<void>;
  /** Forgets the transaction under way, if there is one. */
  rollback(): void | Promise<void>;
  /** Gives the store's resources back. */
  close(): void | Promise<void>;
}
