import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

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
export const skip = process.env.CHROMIUM_PATH ? false : "CHROMIUM_PATH names no browser";

/** A browser with a profile of its own, which is gone afterwards. */
export async function startBrowser(options = {}) {
  const profile = mkdtempSync(path.join(os.tmpdir(), "www-test-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM_PATH,
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
