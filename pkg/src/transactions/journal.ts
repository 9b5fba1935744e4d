/** A change of one row of a journal. */
export interface JournalChange {
  /** The row's key. */
  readonly key: string;
  /** What the row must hold now; `null` where there must be no such row. */
  readonly was: string | null;
  /** What it is to hold from now on; `null` to remove it. */
  readonly now: string | null;
}

/** A row of a journal. */
export interface JournalRow {
  /** The row's key. */
  readonly key: string;
  /** What it holds: JSON text without credentials. */
  readonly value: string;
}

/**
 * Where transactions are written down before anything is sent: rows of text by key, changed all or nothing. Anything
 * that can do this can be a journal, such as a table of your database; the guide to transactions shows one
 * for PostgreSQL.
 */
export interface Journal {
  /** Reads the rows of these keys; those that are not there are left out. */
  read(keys: readonly string[]): Promise<JournalRow[]>;
  /** Reads all rows whose keys begin so. */
  list(prefix: string): Promise<JournalRow[]>;
  /**
   * Makes all changes, or none where a row does not hold what it must. What it has made must last: it resolves when the
   * changes would survive a crash of the machine. The changes are sorted by key.
   *
   * @returns whether they were made.
   */
  write(changes: readonly JournalChange[]): Promise<boolean>;
  /** Releases what the journal holds. */
  close?(): Promise<void> | void;
  /** That no other process can use it at the same time: an entry of an earlier process is taken over at once. */
  readonly exclusive?: boolean;
}

/** Makes changes in a map, all or none. */
export function change(rows: Map<string, string>, changes: readonly JournalChange[]): boolean {
  if (changes.some(({ key, was }) => (rows.get(key) ?? null) !== was)) {
    return false;
  }
  for (const { key, now } of changes) {
    if (now === null) {
      rows.delete(key);
    } else {
      rows.set(key, now);
    }
  }
  return true;
}

/** The rows of these keys in a map. */
export function rowsOf(rows: ReadonlyMap<string, string>, keys: readonly string[]): JournalRow[] {
  return keys.flatMap((key) => {
    const value = rows.get(key);
    return value === undefined ? [] : [{ key, value }];
  });
}

/** The rows in a map whose keys begin so. */
export function rowsUnder(rows: ReadonlyMap<string, string>, prefix: string): JournalRow[] {
  const found = [...rows].filter(([key]) => key.startsWith(prefix));
  return found.map(([key, value]) => ({ key, value }));
}

/**
 * A journal in memory: it keeps a process from acting twice after a lost answer, and is gone with the process. For pages
 * and tests.
 */
export function memoryJournal(): Journal {
  const rows = new Map<string, string>();
  return {
    exclusive: true,
    read: async (keys) => rowsOf(rows, keys),
    list: async (prefix) => rowsUnder(rows, prefix),
    write: async (changes) => change(rows, changes),
  };
}
