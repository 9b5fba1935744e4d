import type { Row, RowsWanted, Write } from "./actions.js";

/** A column of a table. */
export interface StoreColumn {
  readonly name: string;
  readonly type: "text" | "integer" | "real";
  /** What it holds: `src/mirror/schema.rs` is the other side. */
  readonly content:
    | "text"
    | "date"
    | "list"
    | "microseconds"
    | "kilograms"
    | "integer"
    | "boolean"
    | "real"
    | "unknown"
    | "record"
    | "milliseconds"
    | "kept";
}

/** A table of a store. */
export interface StoreTable {
  readonly name: string;
  readonly columns: readonly StoreColumn[];
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
  /** The statements that create the tables and views in SQLite. */
  readonly sqlite: readonly string[];
  /** The same for PostgreSQL. */
  readonly postgres: readonly string[];
}

/**
 * Thrown when someone else refreshes the copy: another process, or another mirror of the same store. Nothing was read or
 * changed; the copy is refreshed anyway, by them.
 */
export class LockedCopyError extends Error {
  override readonly name = "LockedCopyError";

  constructor(message: string, options?: ErrorOptions) {
    super(`isometric-registry: ${message}`, options);
  }
}

/**
 * Where a mirror keeps its rows. `memoryStore()`, `sqliteStore(path)` and `postgresStore(pool)` create one; its methods
 * are for the mirror. Each may return a promise.
 */
export interface MirrorStore {
  /** Creates missing tables. */
  open(schema: StoreSchema): void | Promise<void>;
  /**
   * Prevents others from writing until the returned function is called, or the process ends.
   *
   * @throws LockedCopyError when others do so.
   */
  lock(): (() => void | Promise<void>) | Promise<() => void | Promise<void>>;
  /** Reads these columns of rows, or all columns if none are named. */
  read(
    table: string,
    columns: readonly string[],
    rows: RowsWanted,
  ): readonly (Row | null)[] | Promise<readonly (Row | null)[]>;
  /** Makes changes, all or none. Within a transaction nobody sees them, not even `read`, before it is committed. */
  write(writes: readonly Write[]): void | Promise<void>;
  /** Starts a transaction; a `read` one sees the current rows until it ends. */
  begin(kind: "read" | "write"): void | Promise<void>;
  /** Ends the current transaction, and makes its changes visible. */
  commit(): void | Promise<void>;
  /** Discards the current transaction, if there is one. */
  rollback(): void | Promise<void>;
  /** Releases the store's resources. */
  close(): void | Promise<void>;
}
