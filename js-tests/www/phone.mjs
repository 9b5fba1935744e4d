import { pathToFileURL } from "node:url";
import { main } from "../../scripts/lib/run.mjs";
import { serveSite } from "../../scripts/lib/serve-site.mjs";
import { buildPage } from "../../scripts/www-build.mjs";
import { startBrowser } from "./browser.mjs";

/** A middling phone on a slow mobile network: a quarter of this machine's speed, 1.6 Mbit/s, 150 ms to the server and back. */
const phone = {
  slowdown: 4,
  network: { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 },
};
const LOADS = 5;

/** What is waited for, in ms since the address was entered. */
const sights = {
  "first figures": ".headlines b",
  "figures from the ledger": ".overview:not([aria-busy]) .headlines b",
  "first chart": ".plot svg",
};

/** How long the overview takes on a phone, with nothing in the cache: the median of some loads. */
export async function measurePhone() {
  const page = await serveSite();
  const times = [];
  try {
    for (let load = 0; load < LOADS; load += 1) {
      times.push(await timeOneLoad(page.address));
    }
  } finally {
    await page.close();
  }
  return Object.keys(sights).map((name) => [name, median(times.map((each) => each[name]))]);
}

async function timeOneLoad(address) {
  const { context, close } = await startBrowser({ viewport: { width: 390, height: 844 } });
  try {
    const tab = await context.newPage();
    const devtools = await context.newCDPSession(tab);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", phone.network);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: phone.slowdown });
    await tab.addInitScript((wanted) => {
      const seen = {};
      Object.assign(globalThis, { seen });
      const look = () => {
        for (const [name, selector] of Object.entries(wanted)) {
          if (!(name in seen) && document.querySelector(selector)) {
            requestAnimationFrame(() => (seen[name] ??= performance.now()));
          }
        }
      };
      new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
    }, sights);
    await tab.goto(address, { waitUntil: "commit" });
    await tab.waitForFunction((count) => Object.keys(globalThis.seen).length === count, Object.keys(sights).length);
    return await tab.evaluate(() => globalThis.seen);
  } finally {
    await close();
  }
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await buildPage();
    console.log(`The overview on a phone, the median of ${LOADS} loads:`);
    for (const [name, ms] of await measurePhone()) {
      console.log(`  ${name.padEnd(24)} ${(ms / 1000).toFixed(2)} s`);
    }
  });
}
