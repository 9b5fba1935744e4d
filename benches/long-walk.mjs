import { RegistryClient } from "isometric-registry";
import { BASE_URL, ORGANISATION } from "./lib/addresses.mjs";
import { median } from "./lib/measure.mjs";
import { creditBatchPages, fetchPages, PAGE_SIZE } from "./lib/pages.mjs";

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const client = (fetch) => new RegistryClient({ baseUrl: BASE_URL, fetch });

/** The memory of a long walk, and how much of the waiting prefetch hides. */
export async function benchLongWalk() {
  await memory();
  await overlap();
}

/** The most memory in use, by quarters of a walk of 100,000 nodes: flat when nothing piles up. */
async function memory() {
  const count = 2000;
  const [template] = creditBatchPages(1).map((bytes) => new TextDecoder().decode(bytes));
  const encoder = new TextEncoder();
  const registry = client(async (url) => {
    const index = Number(/after=end-(\d+)/.exec(url)?.[1] ?? -1) + 1;
    const page = template
      .replace('"has_next_page":false', `"has_next_page":${index + 1 < count}`)
      .replace("end-0", `end-${index}`);
    return new Response(encoder.encode(page));
  });
  const peaks = { "heap and external": [0, 0, 0, 0], "the process (RSS)": [0, 0, 0, 0] };
  let seen = 0;
  for await (const page of registry.organisations.creditBatches(ORGANISATION).pages()) {
    seen += page.nodes.length;
    const quarter = Math.min(3, Math.floor((4 * seen) / (count * PAGE_SIZE)));
    if ((seen / PAGE_SIZE) % 20 === 0) {
      globalThis.gc?.();
      const { heapUsed, external, rss } = process.memoryUsage();
      const used = { "heap and external": heapUsed + external, "the process (RSS)": rss };
      for (const [name, bytes] of Object.entries(used)) {
        peaks[name][quarter] = Math.max(peaks[name][quarter], bytes);
      }
    }
  }
  console.log(`\nA walk of ${seen.toLocaleString("en")} nodes: most memory in use, by quarters of the walk`);
  for (const [name, quarters] of Object.entries(peaks)) {
    console.log(
      `  ${name.padEnd(17)}  ${quarters.map((bytes) => `${(bytes / 1e6).toFixed(1).padStart(6)} MB`).join("")}`,
    );
  }
}

/** With 20 ms until a page comes and 20 ms of work on it, against doing one after the other. */
async function overlap() {
  const pages = creditBatchPages(20);
  const get = fetchPages(pages);
  const registry = client(async (url) => {
    await sleep(20);
    return get(url);
  });
  const walk = async (prefetch) => {
    const start = performance.now();
    for await (const _ of registry.organisations.creditBatches(ORGANISATION, {}, { prefetch }).pages()) {
      await sleep(20);
    }
    return performance.now() - start;
  };
  const ratios = [];
  for (let round = 0; round < 5; round += 1) {
    const sequential = await walk(0);
    ratios.push((await walk(1)) / sequential);
  }
  const ratio = median(ratios);
  console.log(
    `\n20 ms of latency and 20 ms of work a page: ${ratio.toFixed(2)} × the sequential time (target 0.6: ${ratio <= 0.6 ? "met" : "missed"})`,
  );
}
