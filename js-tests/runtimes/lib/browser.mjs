import { after } from "node:test";
import { chromium } from "playwright-core";
import { findChromium } from "../../../scripts/lib/chromium.mjs";

const executablePath = findChromium();

// None of it may look for hosts of the browser's maker.
const args =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
    " ",
  );

/** For tests that need a browser. */
export const inBrowser = {
  skip: executablePath === undefined && "no Chromium was found: set CHROMIUM_PATH",
  timeout: 300_000,
};

let launched;

after(async () => (await launched)?.close());

/**
 * Opens a page, to which the hash hands a client's options as JSON, and gives what its modules leave in
 * `globalThis.printed`, a promise.
 */
export async function printedBy(address, options) {
  launched ??= chromium.launch({ executablePath, args });
  const context = await (await launched).newContext();
  try {
    const page = await context.newPage();
    const failed = new Promise((_, reject) => page.once("pageerror", reject));
    failed.catch(() => {});
    await page.goto(`${address}#${encodeURIComponent(JSON.stringify(options))}`);
    await Promise.race([failed, page.waitForFunction(() => "printed" in globalThis)]);
    return await page.evaluate(() => globalThis.printed);
  } finally {
    await context.close();
  }
}
