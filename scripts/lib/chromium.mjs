import { accessSync, constants } from "node:fs";
import path from "node:path";
import { Failure } from "./run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** Where macOS and Windows install it, outside PATH. */
const homes = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  path.join(process.env.ProgramFiles ?? "", "Google/Chrome/Application/chrome.exe"),
];

/**
 * The browser for tests: `CHROMIUM_PATH`, otherwise one on PATH or in the system's usual place. With `REQUIRE_BROWSER`
 * set, it is an error if there is none.
 */
export function findChromium() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const candidates = [...folders.flatMap((folder) => names.map((name) => path.join(folder, name))), ...homes];
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
