import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { syncFolder } from "../../platform/sync-folder.js";

/** What a health file says. */
export interface Health {
  /** The last refresh that was published. */
  readonly refresh: number;
  /** When that was: ms since 1970, and as RFC 3339. */
  readonly refreshedAt: number;
  readonly refreshedAtText: string;
  /** The exit status that the refresh stands for. */
  readonly status: number;
}

/** Writes a health file anew: beside it, and then in its place, so that it is always whole. */
export async function writeHealth(file: string, health: Health): Promise<void> {
  const beside = `${file}.${randomUUID()}.new`;
  try {
    const handle = await open(beside, "wx");
    try {
      await handle.writeFile(`${JSON.stringify(health)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new Error(`the health file cannot be written: ${(error as Error).message}`, { cause: error });
  }
  await syncFolder(path.dirname(file));
}
