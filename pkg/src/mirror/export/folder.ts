import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { isRunning } from "../../platform/is-running.js";
import { syncFolder } from "../../platform/sync-folder.js";
import type { ExportFile, ExportTarget } from "./target.js";

/** What the folder of an export can be told. */
export interface ExportFolderOptions {
  /** Whether files that are there already are replaced. Default: false, which rejects the export before it begins. */
  readonly overwrite?: boolean | undefined;
}

/** Thrown when a file of an export is there already. Nothing was written. */
export class FileExistsError extends Error {
  override readonly name = "FileExistsError";
  /** The file. */
  readonly path: string;

  constructor(file: string) {
    super(`isometric-registry: ${file} is there already.`);
    this.path = file;
  }
}

/** What the folders of unfinished exports are called, up to the id of their process. */
const UNFINISHED = ".export-";

/** Files are written in a folder of their own inside the folder, synchronised with the disk, and moved when all are whole. */
class ExportFolder implements ExportTarget {
  readonly #path: string;
  readonly #overwrite: boolean;
  #beside: string | undefined;
  #files: readonly string[] = [];

  constructor(folder: string, overwrite: boolean) {
    this.#path = folder;
    this.#overwrite = overwrite;
  }

  async begin(files: readonly string[]): Promise<void> {
    this.#files = files;
    await this.#refuseExisting();
    await mkdir(this.#path, { recursive: true });
    await removeLeftBehind(this.#path);
    this.#beside = path.join(this.#path, `${UNFINISHED}${process.pid}-${crypto.randomUUID()}`);
    await mkdir(this.#beside);
  }

  async open(file: string): Promise<ExportFile> {
    const handle = await open(path.join(this.#folder(), file), "wx");
    return {
      async write(bytes) {
        await handle.writeFile(bytes);
      },
      async close() {
        try {
          await handle.sync();
        } finally {
          await handle.close();
        }
      },
    };
  }

  async publish(): Promise<void> {
    const beside = this.#folder();
    await this.#refuseExisting();
    for (const file of this.#files) {
      await rename(path.join(beside, file), path.join(this.#path, file));
    }
    await syncFolder(this.#path);
    await this.discard();
  }

  async discard(): Promise<void> {
    const beside = this.#beside;
    this.#beside = undefined;
    if (beside !== undefined) {
      await rm(beside, { recursive: true, force: true });
    }
  }

  #folder(): string {
    if (this.#beside === undefined) {
      throw new Error("isometric-registry: no export into this folder has begun.");
    }
    return this.#beside;
  }

  async #refuseExisting(): Promise<void> {
    for (const file of this.#overwrite ? [] : this.#files) {
      const whole = path.join(this.#path, file);
      if (await exists(whole)) {
        throw new FileExistsError(whole);
      }
    }
  }
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") {
        return false;
      }
      throw error;
    },
  );

/** Removes what exports of processes that were killed have left behind. */
async function removeLeftBehind(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = /^\.export-(\d+)-[\da-f-]{36}$/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) {
      await rm(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

/**
 * A folder as the target of `mirror.export`. It is created if it does not exist. Readers never see a partial file: all are
 * written beside, and moved into the folder when they are whole and on the disk.
 *
 * ```ts
 * await mirror.export({ to: exportFolder("out"), format: "parquet" });
 * ```
 *
 * @throws TypeError for what is no path.
 */
export function exportFolder(folder: string, options: ExportFolderOptions = {}): ExportTarget {
  if (typeof folder !== "string" || folder === "") {
    throw new TypeError("isometric-registry: exportFolder expects the path of a folder.");
  }
  return new ExportFolder(folder, options.overwrite === true);
}
