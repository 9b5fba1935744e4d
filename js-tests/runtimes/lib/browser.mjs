import { after } from "node:test";
import { chromium } from "playwright-core";
import { findChromium } from "../../../scripts/lib/chromium.mjs";

/** Where Chromium is; `undefined` where there is none. */
export const executablePath = findChromium();

/** With what it is started: none of it may look for hosts of the browser's maker. */
export const chromiumArguments =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
    " ",
  );

/** For tests that need a browser. */
export const inBrowser = {
  skip: executablePath === undefined && "no Chromium was found: set CHROMIUM_PATH",
  timeout: 300_000,
};

/** A browser of its own, for tests that close it. */
export const openBrowser = () => chromium.launch({ executablePath, args: chromiumArguments });

let launched;

after(async () => (await launched)?.close());

/**
 * Opens a page, to which the hash hands a client's options as JSON, and gives what its modules leave in
 * `globalThis.printed`, a promise.
 */
export async function printedBy(address, options) {
  launched ??= openBrowser();
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
