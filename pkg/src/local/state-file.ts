import { open, readFile, rename } from "node:fs/promises";
import type { LocalRegistry } from "./registry.js";

/** The registry that a file holds; `undefined` where there is no file yet. */
export async function readState(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}

/** Keeps a registry in a file: whole or as it was before, whenever the process ends. */
export class StateFile {
  readonly #path: string;
  readonly #registry: Pick<LocalRegistry, "save">;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string, registry: Pick<LocalRegistry, "save">) {
    this.#path = path;
    this.#registry = registry;
  }

  /** Writes the registry as it is now, after whatever is being written. */
  write(): Promise<void> {
    this.#last = this.#last.then(() => this.#write());
    return this.#last;
  }

  async #write(): Promise<void> {
    const beside = `${this.#path}.new`;
    const file = await open(beside, "w");
    try {
      await file.writeFile(this.#registry.save());
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, this.#path);
  }
}
