import { randomUUID } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { type FileHandle, open, readFile, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { syncFolder } from "../platform/sync-folder.js";
import type { LocalRegistry } from "./registry.js";

/** Readable only by the file's owner: credentials can be derived from the state. */
const OWNER_ONLY = 0o600;

/** What a file contained when it was read. */
export interface StoredState {
  readonly bytes: Uint8Array;
  /** Changes whenever the file is rewritten. */
  readonly mark: string;
}

/** Reads the state in a file; `undefined` if there is no file yet. */
export async function readState(path: string): Promise<StoredState | undefined> {
  const mark = await markOf(path);
  return mark === undefined ? undefined : { bytes: await readFile(path), mark };
}

/** Keeps a registry in a file: whole or as it was before, whenever the process ends. */
export class StateFile {
  readonly #path: string;
  readonly #registry: Pick<LocalRegistry, "save">;
  #mark: string | undefined;
  /** Whether there may be changes that no write has started to save. */
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
    const target = await followed(this.#path);
    const beside = `${target}.${randomUUID()}.new`;
    const mode = (await statOf(target))?.mode;
    let isMade = false;
    try {
      // The name is unpredictable, and a file that already has it is not opened.
      const file = await open(beside, "wx", OWNER_ONLY);
      isMade = true;
      await writeWhole(file, this.#registry.save(), mode === undefined ? OWNER_ONLY : Number(mode) & 0o777);
      const mark = await markOf(target);
      if (mark !== undefined && mark !== this.#mark) {
        throw new Error("something else, perhaps another registry, has rewritten it since");
      }
      await rename(beside, target);
    } catch (error) {
      if (isMade) {
        await rm(beside, { force: true }).catch(() => undefined);
      }
      throw error;
    }
    this.#mark = await markOf(target);
    await syncFolder(dirname(target));
  }
}

/** The target of a path: links are followed, and the file that they name is the one that is replaced. */
async function followed(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw error;
    }
  }
  const link = await readlink(path).catch(() => undefined);
  const target = link === undefined ? path : resolve(dirname(path), link);
  return join(await realpath(dirname(target)), basename(target));
}

async function writeWhole(file: FileHandle, bytes: Uint8Array, mode: number): Promise<void> {
  try {
    await file.chmod(mode);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Which file is at a path, and its version; `undefined` if there is none. */
async function markOf(path: string): Promise<string | undefined> {
  const found = await statOf(path);
  return found === undefined ? undefined : `${found.ino} ${found.mtimeNs}`;
}

/** A file's metadata; `undefined` if there is none. */
async function statOf(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}
