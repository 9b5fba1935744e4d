import { stat } from "node:fs/promises";
import type { Mirror } from "../../mirror/mirror.js";
import { UsageError } from "../usage-error.js";

/** Opens the copy in a file. A copy that is only read must exist. */
export async function openFile(path: string, command: string, isRead: boolean): Promise<Mirror> {
  if (isRead && !(await exists(path))) {
    throw new UsageError(`there is no ${path}; isometric-registry mirror ${path} creates it`, command);
  }
  const [{ openMirror }, { sqliteStore }] = await Promise.all([
    import("../../mirror.js"),
    import("../../mirror-node.js"),
  ]);
  return openMirror(await sqliteStore(path));
}

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
