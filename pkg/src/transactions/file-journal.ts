import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, realpath, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { JournalError } from "./errors.js";
import { change, type Journal, type JournalChange, rowsOf, rowsUnder } from "./journal.js";
import { Lock } from "./lock.js";

/** The first line of a journal. */
const header = '{"isometric-registry":"transactions","format":1}\n';
/** A file larger than this, in bytes, that is mostly history is rewritten when it is opened. */
const small = 1 << 20;

/**
 * A journal in a file, for one process at a time: one line of JSON per change, on disk before anything is sent. It
 * contains no credentials, and only its owner can read it. A lock file beside it (`<path>.lock`) keeps other processes
 * out; the lock of a killed process is removed on the same machine. An incomplete last line after a crash is dropped.
 *
 * @param path the path of the file, which is created if needed.
 * @throws JournalError, from the first use on, when it cannot be written, is in use by another process, or is not a
 * journal.
 */
export function fileJournal(path: string): Journal {
  const file = resolve(String(path));
  let opened: Promise<OpenJournal> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other, in the order of the calls. */
  const inTurn = <T>(work: (journal: OpenJournal) => Promise<T> | T): Promise<T> => {
    const turn = last.then(async () => {
      opened ??= OpenJournal.open(file).catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      try {
        return await work(await opened);
      } catch (error) {
        if (error instanceof JournalError && error.operation === "journal") {
          throw error;
        }
        throw new JournalError(file, (error as Error).message, error);
      }
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    exclusive: true,
    read: (keys) => inTurn(({ rows }) => rowsOf(rows, keys)),
    list: (prefix) => inTurn(({ rows }) => rowsUnder(rows, prefix)),
    write: (changes) => inTurn((journal) => journal.write(changes)),
    async close() {
      await last;
      const journal = await opened?.catch(() => undefined);
      opened = undefined;
      await journal?.close();
    },
  };
}

class OpenJournal {
  readonly rows: Map<string, string>;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #lock: Lock;
  #length: number;
  #fault: JournalError | undefined;

  private constructor(path: string, handle: FileHandle, lock: Lock, rows: Map<string, string>, length: number) {
    this.#path = path;
    this.#handle = handle;
    this.#lock = lock;
    this.rows = rows;
    this.#length = length;
  }

  static async open(named: string): Promise<OpenJournal> {
    // A link stays one: whoever uses the file by another name has to meet the same lock.
    const path = await realpath(named).catch(() => named);
    const lock = Lock.take(path);
    let handle: FileHandle | undefined;
    try {
      handle = await openFile(path);
      if (!(await handle.stat()).isFile()) {
        throw new JournalError(path, "is not a regular file");
      }
      const bytes = await handle.readFile();
      const { rows, length } = replay(path, bytes);
      if (length > small && length > 4 * sizeOf(rows)) {
        await handle.close();
        handle = undefined;
        return await OpenJournal.rewrite(path, lock, rows);
      }
      const journal = new OpenJournal(path, handle, lock, rows, length);
      if (length < bytes.length) {
        await handle.truncate(length);
      }
      if (length === 0) {
        await journal.#append(Buffer.from(header));
        await syncFolder(path);
      }
      return journal;
    } catch (error) {
      await handle?.close().catch(() => undefined);
      lock.release();
      throw error;
    }
  }

  /** Removes the history: writes a new file first, then replaces the old one. */
  static async rewrite(path: string, lock: Lock, rows: Map<string, string>): Promise<OpenJournal> {
    // Nobody can have planted a link under a name that cannot be guessed.
    const aside = `${path}.${randomUUID()}.new`;
    const handle = await open(aside, "wx+", 0o600);
    const lines = [...rows].map(([key, now]) => line([{ key, was: null, now }]));
    const text = Buffer.from(header + lines.join(""));
    try {
      await handle.writeFile(text);
      await handle.sync();
      await rename(aside, path);
    } catch (error) {
      await handle.close().catch(() => undefined);
      await rm(aside, { force: true });
      throw error;
    }
    await syncFolder(path);
    return new OpenJournal(path, handle, lock, rows, text.length);
  }

  async write(changes: readonly JournalChange[]): Promise<boolean> {
    if (this.#fault !== undefined) {
      throw this.#fault;
    }
    if (changes.some(({ key, was }) => (this.rows.get(key) ?? null) !== was)) {
      return false;
    }
    await this.#append(Buffer.from(line(changes)));
    return change(this.rows, changes);
  }

  async close(): Promise<void> {
    await this.#handle.close();
    this.#lock.release();
  }

  /** Writes all of it to disk, or nothing. */
  async #append(bytes: Buffer): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, this.#length + done);
        done += bytesWritten;
      }
      await this.#handle.sync();
      this.#length += bytes.length;
    } catch (error) {
      const fault = new JournalError(this.#path, `cannot be written: ${(error as Error).message}`, error);
      try {
        await this.#handle.truncate(this.#length);
      } catch {
        // It is not known whether the disk has it, so nothing is added until the file is read again.
        this.#fault = fault;
      }
      throw fault;
    }
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (error) {
    throw new JournalError(path, `cannot be opened for writing: ${(error as Error).message}`, error);
  }
}

const line = (changes: readonly JournalChange[]): string =>
  `${JSON.stringify(changes.map(({ key, now }) => ({ key, value: now })))}\n`;

const sizeOf = (rows: ReadonlyMap<string, string>): number =>
  [...rows].reduce((sum, [key, value]) => sum + key.length + value.length, 0);

/** The rows that the lines of a file amount to, and how many of its bytes are complete lines. */
function replay(path: string, bytes: Buffer): { rows: Map<string, string>; length: number } {
  const rows = new Map<string, string>();
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole === 0) {
    if (header.startsWith(bytes.toString())) {
      return { rows, length: 0 };
    }
    throw new JournalError(path, "is not a journal of transactions");
  }
  const [first, ...lines] = bytes.toString("utf8", 0, whole - 1).split("\n");
  checkHeader(path, first ?? "");
  for (const [index, text] of lines.entries()) {
    const changes = parse(text);
    if (changes === undefined) {
      throw new JournalError(path, `is damaged: line ${index + 2} of ${lines.length + 1} cannot be read`);
    }
    for (const { key, value } of changes) {
      if (value === null) {
        rows.delete(key);
      } else {
        rows.set(key, value);
      }
    }
  }
  return { rows, length: whole };
}

function checkHeader(path: string, text: string): void {
  if (`${text}\n` === header) {
    return;
  }
  const { format } = (parseJson(text) ?? {}) as { format?: unknown };
  if (text.includes('"isometric-registry"') && typeof format === "number") {
    throw new JournalError(path, `has format ${format}; this version of isometric-registry supports format 1`);
  }
  throw new JournalError(path, "is not a journal of transactions");
}

function parse(text: string): { key: string; value: string | null }[] | undefined {
  const changes = parseJson(text);
  const isChange = (each: unknown): boolean => {
    const { key, value } = (each ?? {}) as { key?: unknown; value?: unknown };
    return typeof key === "string" && (typeof value === "string" || value === null);
  };
  return Array.isArray(changes) && changes.every(isChange) ? changes : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Makes a new name in a folder durable, where the system supports it. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(dirname(path), "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // Windows does not support it.
  }
}
