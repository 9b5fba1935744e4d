import { accessSync, constants } from "node:fs";
import path from "node:path";
import { Failure } from "./run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** The browser for tests: `CHROMIUM_PATH`, else one on PATH. With `REQUIRE_BROWSER` set, none is an error. */
export function findChromium() {
  const candidates = process.env.PATH.split(path.delimiter).flatMap((folder) =>
    names.map((name) => path.join(folder, name)),
  );
  const found = process.env.CHROMIUM_PATH || candidates.find(isExecutable);
  if (!found && process.env.REQUIRE_BROWSER) {
    throw new Failure("No Chromium was found: install it, or set CHROMIUM_PATH.");
  }
  return found;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
