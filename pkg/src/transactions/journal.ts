/** A change of one row of a journal. */
export interface JournalChange {
  /** The row's key. */
  readonly key: string;
  /** What the row must contain now; `null` if the row must not exist. */
  readonly was: string | null;
  /** Its new content; `null` to remove the row. */
  readonly now: string | null;
}

/** A row of a journal. */
export interface JournalRow {
  /** The row's key. */
  readonly key: string;
  /** Its content: JSON text without credentials. */
  readonly value: string;
}

/**
 * Where transactions are recorded before anything is sent: rows of text by key, changed all or none. Anything that can
 * do this can be a journal, such as a table of your database; the guide to transactions has one for PostgreSQL.
 */
export interface Journal {
  /** Reads the rows of these keys; missing rows are left out. */
  read(keys: readonly string[]): Promise<JournalRow[]>;
  /** Reads all rows whose keys start with this prefix. */
  list(prefix: string): Promise<JournalRow[]>;
  /**
   * Makes all changes, or none if a row does not contain what it must. The changes must be durable: it resolves only
   * once they would survive a crash of the machine. The changes are sorted by key.
   *
   * @returns whether they were made.
   */
  write(changes: readonly JournalChange[]): Promise<boolean>;
  /** Releases the journal's resources. */
  close?(): Promise<void> | void;
  /**
   * Whether no other process can use it at the same time: an entry of an earlier process is then taken over at once.
   */
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

/** The rows in a map whose keys start with this prefix. */
export function rowsUnder(rows: ReadonlyMap<string, string>, prefix: string): JournalRow[] {
  const found = [...rows].filter(([key]) => key.startsWith(prefix));
  return found.map(([key, value]) => ({ key, value }));
}

/**
 * A journal in memory: it keeps a process from acting twice after a lost answer, but does not survive the process. For
 * pages and tests.
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
