import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A path inside the work tree. */
export const inRoot = (...parts) => path.join(root, ...parts);
