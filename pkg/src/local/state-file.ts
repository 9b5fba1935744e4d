import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { LocalRegistry } from "./registry.js";

/** What a file held when it was read. */
export interface StoredState {
  readonly bytes: Uint8Array;
  /** Differs once anybody has written the file anew. */
  readonly mark: string;
}

/** Reads the state that a file holds; `undefined` where there is no file yet. */
export async function readState(path: string): Promise<StoredState | undefined> {
  const mark = await markOf(path);
  return mark === undefined ? undefined : { bytes: await readFile(path), mark };
}

/** Keeps a registry in a file: whole or as it was before, whenever the process ends. */
export class StateFile {
  readonly #path: string;
  readonly #registry: Pick<LocalRegistry, "save">;
  #mark: string | undefined;
  /** Whether there may be changes that no write has begun to write. */
  #isStale = true;
  #written: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(path: string, registry: Pick<LocalRegistry, "save">, stored: StoredState | undefined) {
    this.#path = resolve(path);
    this.#registry = registry;
    this.#mark = stored?.mark;
  }

  /** Resolves once the file holds everything that the registry has done by now. Calls share writes. */
  keep(mayHaveChanged: boolean): Promise<void> {
    this.#isStale ||= mayHaveChanged;
    if (!this.#isStale) {
      return this.#written;
    }
    this.#next ??= this.#written.catch(() => undefined).then(() => this.#begin());
    return this.#next;
  }

  #begin(): Promise<void> {
    this.#next = undefined;
    this.#isStale = false;
    this.#written = this.#write().catch((error: unknown) => {
      this.#isStale = true;
      throw new Error(`the registry cannot be kept in ${this.#path}: ${(error as Error).message}`);
    });
    return this.#written;
  }

  async #write(): Promise<void> {
    const beside = `${this.#path}.${process.pid}.new`;
    try {
      await writeWhole(beside, this.#registry.save());
      const mark = await markOf(this.#path);
      if (mark !== undefined && mark !== this.#mark) {
        throw new Error("something else, perhaps another registry, has written it since");
      }
      await rename(beside, this.#path);
    } catch (error) {
      await rm(beside, { force: true }).catch(() => undefined);
      throw error;
    }
    this.#mark = await markOf(this.#path);
    await sync(dirname(this.#path));
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename in a folder last. Windows does so by itself. */
async function sync(folder: string): Promise<void> {
  if (process.platform === "win32") {
    return;
  }
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Which file is at a path, and as of when; `undefined` if none is. */
async function markOf(path: string): Promise<string | undefined> {
  try {
    const { ino, mtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${mtimeNs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}
