import { type Journal, type JournalRow, memoryJournal } from "isometric-registry/transactions";
import { proxy } from "./session";

const ROWS = "rows";

/**
 * Where this page writes its transactions down. For a real registry they last in the browser, so that a reload in the middle of a
 * retirement forgets nothing; each environment has its own. The sample is gone with the page, and its journal as well.
 */
export const pageJournal = (): Journal =>
  proxy === null ? memoryJournal() : indexedDbJournal(`registry transactions, ${proxy.environment}`);

/** A journal in IndexedDB, for one tab of this page at a time: what an earlier one has left is taken over at once. */
function indexedDbJournal(name: string): Journal {
  let opened: Promise<IDBDatabase> | undefined;
  const begin = async (mode: IDBTransactionMode) => {
    opened ??= lock(name).then(() => open(name));
    const database = await opened.catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    const transaction = database.transaction(ROWS, mode, { durability: "strict" });
    return { transaction, rows: transaction.objectStore(ROWS) };
  };
  return {
    exclusive: true,
    async read(keys) {
      const { rows } = await begin("readonly");
      return rowsOf(keys, await valuesOf(rows, keys));
    },
    async list(prefix) {
      const { rows } = await begin("readonly");
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const [keys, values] = await Promise.all([answer(rows.getAllKeys(range)), answer(rows.getAll(range))]);
      return rowsOf(keys as string[], values as string[]);
    },
    async write(changes) {
      const { transaction, rows } = await begin("readwrite");
      const ended = end(transaction);
      const held = await valuesOf(
        rows,
        changes.map(({ key }) => key),
      );
      const isAsExpected = changes.every(({ was }, index) => (held[index] ?? null) === was);
      for (const { key, now } of isAsExpected ? changes : []) {
        if (now === null) {
          rows.delete(key);
        } else {
          rows.put(now, key);
        }
      }
      await ended;
      return isAsExpected;
    },
  };
}

/** A tab that is reloaded lets go of its lock by then. */
const LET_GO_MS = 3000;

/** Keeps the journal to this tab until it is closed. */
function lock(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(LET_GO_MS);
    const hold = () => new Promise<never>(() => resolve());
    navigator.locks
      .request(name, { signal }, hold)
      .catch(() => reject(new Error("Another tab of this page can retire credits. Close that tab first.")));
  });
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(ROWS);
  return answer(request);
}

const valuesOf = (rows: IDBObjectStore, keys: readonly string[]): Promise<(string | undefined)[]> =>
  Promise.all(keys.map((key) => answer(rows.get(key) as IDBRequest<string | undefined>)));

const rowsOf = (keys: readonly string[], values: readonly (string | undefined)[]): JournalRow[] =>
  keys.flatMap((key, index) => {
    const value = values[index];
    return value === undefined ? [] : [{ key, value }];
  });

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves once what was written would survive the browser. */
const end = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
