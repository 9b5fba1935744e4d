import type { Cell, Row, RowsWanted, Write } from "./actions.js";
import { LockedCopyError, type MirrorStore, type StoreSchema, type StoreTable } from "./store.js";

/** Rows by key, and in the order of each index. */
class Table {
  readonly definition: StoreTable;
  readonly rows = new Map<string, Row>();
  readonly #places: ReadonlyMap<string, number>;
  readonly #orders: ReadonlyMap<string, { readonly places: readonly number[]; readonly entries: [Row, Row][] }>;

  constructor(definition: StoreTable) {
    this.definition = definition;
    this.#places = new Map(definition.columns.map(({ name }, place) => [name, place]));
    const key = definition.columns.slice(0, definition.key).map(({ name }) => name);
    const orders = [{ name: "", columns: key }, ...definition.indexes];
    this.#orders = new Map(
      orders.map(({ name, columns }) => [name, { places: columns.map((column) => this.#place(column)), entries: [] }]),
    );
  }

  #place(column: string): number {
    return this.#places.get(column) ?? -1;
  }

  /** A function that returns these columns of a row. */
  picker(columns: readonly string[]): (row: Row) => Row {
    if (columns.length === 0) {
      return (row) => row;
    }
    const places = columns.map((column) => this.#place(column));
    return (row) => places.map((place) => row[place] ?? null);
  }

  get(key: Row): Row | undefined {
    return this.rows.get(JSON.stringify(key));
  }

  put(row: Row): void {
    const key = row.slice(0, this.definition.key);
    this.delete(key);
    this.rows.set(JSON.stringify(key), row);
    for (const { places, entries } of this.#orders.values()) {
      const order = places.map((place) => row[place] ?? null);
      entries.splice(firstBehind(entries, order, false), 0, [order, row]);
    }
  }

  delete(key: Row): void {
    const name = JSON.stringify(key);
    const row = this.rows.get(name);
    if (row === undefined) {
      return;
    }
    this.rows.delete(name);
    for (const { places, entries } of this.#orders.values()) {
      entries.splice(
        firstBehind(
          entries,
          places.map((place) => row[place] ?? null),
          false,
        ),
        1,
      );
    }
  }

  clear(prefix: Row): void {
    if (prefix.length === 0) {
      this.rows.clear();
      for (const { entries } of this.#orders.values()) {
        entries.length = 0;
      }
      return;
    }
    for (const row of this.range(undefined, prefix, undefined, Infinity)) {
      this.delete(row.slice(0, this.definition.key));
    }
  }

  range(index: string | undefined, prefix: Row, after: Row | undefined, limit: number): Row[] {
    const entries = this.#orders.get(index ?? "")?.entries ?? [];
    const found: Row[] = [];
    const start = firstBehind(entries, after ? [...prefix, ...after] : prefix, after !== undefined);
    for (let at = start; at < entries.length && found.length < limit; at += 1) {
      const [order, row] = entries[at] ?? [[], []];
      if (prefix.some((cell, place) => order[place] !== cell)) {
        break;
      }
      found.push(row);
    }
    return found;
  }
}

/** Compares texts by their bytes, as every store does; `null` comes first. */
function compare(one: Cell, other: Cell): number {
  if (one === other) {
    return 0;
  }
  if (one === null || other === null) {
    return one === null ? -1 : 1;
  }
  return one < other ? -1 : 1;
}

/** The place of the first entry that is not before these cells; or after all entries that start with them. */
function firstBehind(entries: readonly [Row, Row][], cells: Row, behind: boolean): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const [order] = entries[middle] ?? [[]];
    let comparison = 0;
    for (let place = 0; place < cells.length && comparison === 0; place += 1) {
      comparison = compare(order[place] ?? null, cells[place] ?? null);
    }
    if (comparison < 0 || (behind && comparison === 0)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

class MemoryStore implements MirrorStore {
  readonly #tables = new Map<string, Table>();
  #transaction: Write[] | undefined;
  #isLocked = false;

  open(schema: StoreSchema): void {
    for (const definition of schema.tables) {
      if (!this.#tables.has(definition.name)) {
        this.#tables.set(definition.name, new Table(definition));
      }
    }
  }

  lock(): () => void {
    if (this.#isLocked) {
      throw new LockedCopyError("another refresh writes to this store.");
    }
    this.#isLocked = true;
    return () => {
      this.#isLocked = false;
    };
  }

  read(table: string, columns: readonly string[], wanted: RowsWanted): (Row | null)[] {
    const stored = this.#table(table);
    const pick = stored.picker(columns);
    if ("keys" in wanted) {
      return wanted.keys.map((key) => {
        const row = stored.get(key);
        return row === undefined ? null : pick(row);
      });
    }
    if ("prefixes" in wanted) {
      return wanted.prefixes.flatMap((prefix) => stored.range(wanted.index, prefix, undefined, Infinity)).map(pick);
    }
    return stored.range(wanted.index, wanted.prefix, wanted.after, wanted.limit).map(pick);
  }

  write(writes: readonly Write[]): void {
    if (this.#transaction === undefined) {
      for (const write of writes) {
        this.#apply(write);
      }
    } else {
      this.#transaction.push(...writes);
    }
  }

  begin(kind: "read" | "write"): void {
    this.#transaction = kind === "write" ? [] : undefined;
  }

  commit(): void {
    const writes = this.#transaction ?? [];
    this.#transaction = undefined;
    for (const write of writes) {
      this.#apply(write);
    }
  }

  rollback(): void {
    this.#transaction = undefined;
  }

  close(): void {}

  #apply(write: Write): void {
    const table = this.#table(write.table);
    switch (write.write) {
      case "put":
        table.put(write.row);
        break;
      case "delete":
        table.delete(write.key);
        break;
      case "clear":
        table.clear(write.prefix);
        break;
      case "copy":
        for (const row of this.#table(write.from).range(undefined, [], undefined, Infinity)) {
          table.put(row);
        }
        break;
      case "added": {
        const { from, seq, at, refresh } = write;
        const rows = this.#table(from).range(undefined, [], undefined, Infinity);
        const there = rows.filter((row) => row.at(-1) === null);
        for (const [place, [id = null]] of there.entries()) {
          this.#table("changes").put([seq + place + 1, at, refresh, write.table, id, "added", null]);
        }
        break;
      }
    }
  }

  #table(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) {
      throw new Error(`isometric-registry: the store has no table ${name}; was it opened?`);
    }
    return table;
  }
}

/**
 * A store in memory, for pages, tests and tickers. It does not survive the process.
 *
 * ```ts
 * const mirror = await openMirror(memoryStore());
 * ```
 */
export function memoryStore(): MirrorStore {
  return new MemoryStore();
}
