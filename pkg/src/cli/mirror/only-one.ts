import { findSqlite } from "../../mirror/sqlite/driver.js";

/**
 * Lets nobody else keep a copy up to date until the function that it gives is called. The operating system takes the lock
 * away with the process, however that ends.
 */
export async function onlyOne(path: string): Promise<() => void> {
  const open = await findSqlite();
  const guard = open(`${path}-watcher`);
  try {
    guard.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    guard.close();
    throw new Error(`another mirror --watch keeps ${path} up to date.`, { cause });
  }
  return () => guard.close();
}
