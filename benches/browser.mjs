import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { findChromium } from "../scripts/lib/chromium.mjs";
import { generateClients, heyApiModule } from "./lib/hey-api.mjs";
import { createAnswer } from "./lib/http-registry.mjs";

// None of it may look for hosts of the browser's maker.
const args =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --js-flags=--expose-gc".split(
    " ",
  );

// Only a page that is isolated so has a clock with steps of 5 µs.
const isolation = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/** Runs the same measurements in a page as in Node: each bench in a page of its own. */
export async function benchBrowser() {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    return console.log("\nNo Chromium was found, so nothing is measured in it: set CHROMIUM_PATH.");
  }
  const server = await serve(await bundle());
  const browser = await chromium.launch({ executablePath, args });
  try {
    console.log(`\nIn Chromium ${browser.version()}, headless`);
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const address = `http://127.0.0.1:${port}/`;
    for (const name of ["decode", "calls", "walk", "http"]) {
      await runInPage(browser, address, name);
    }
  } finally {
    await browser.close();
    server.close();
  }
}

async function runInPage(browser, address, name) {
  const page = await browser.newPage();
  page.on("console", (message) => console.log(message.text()));
  await page.exposeFunction("processorTime", await processorTimeOf(browser));
  await page.goto(address);
  if (!(await page.evaluate(() => crossOriginIsolated && typeof gc === "function"))) {
    throw new Error("The page's clock is too coarse.");
  }
  await page.evaluate((bench) => globalThis.benches[bench](), name);
  await page.close();
}

/** What all of the browser's processes have taken of the processors, in ms. */
async function processorTimeOf(browser) {
  const session = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
}

async function bundle() {
  await generateClients();
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("lib/in-browser.mjs", import.meta.url))],
    alias: { "hey-api-clients": heyApiModule },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  return outputFiles[0].text;
}

/** Serves a page with this script, and what it asks of a registry, on loopback. */
async function serve(script) {
  const answer = createAnswer();
  const server = createServer((request, response) => {
    if (answer(request, response)) {
      return;
    }
    const { url } = request;
    const isScript = url === "/script.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html", ...isolation });
    response.end(
      isScript
        ? script
        : '<!doctype html>\n<link rel="icon" href="data:,">\n<script type="module" src="script.js"></script>\n',
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}
