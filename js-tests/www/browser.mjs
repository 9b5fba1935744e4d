import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "../../scripts/lib/chromium.mjs";
import { Failure } from "../../scripts/lib/run.mjs";

const executablePath = findChromium();

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Why browser tests are skipped; false where there is a browser. */
export const skip = executablePath === undefined && "no Chromium was found: set CHROMIUM_PATH";

/** A browser with a profile of its own, which is gone afterwards. */
export async function startBrowser(options = {}) {
  if (executablePath === undefined) {
    throw new Failure("No Chromium was found: install it, or set CHROMIUM_PATH.");
  }
  const profile = mkdtempSync(path.join(os.tmpdir(), "www-test-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: flags,
    locale: "en-US",
    reducedMotion: "reduce",
    ...options,
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
