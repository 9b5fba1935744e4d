import assert from "node:assert/strict";
import { RegistryClient } from "isometric-registry";
import { ORGANISATION, walks } from "./lib/clients.mjs";
import { compare, print } from "./lib/measure.mjs";
import { creditBatchPages, fetchPages, PAGE_SIZE } from "./lib/pages.mjs";
import { zodPage } from "./lib/zod-page.mjs";

const PAGES = 40;

/** A walk of 40 pages of 50 credit batches through each client, over the same bytes. */
export async function benchWalk() {
  const pages = creditBatchPages(PAGES);
  const fetch = fetchPages(pages);
  const registry = new RegistryClient({ baseUrl: "http://127.0.0.1/registry/v0", fetch });
  const ours = await registry.organisations.creditBatches(ORGANISATION).toArray();
  const theirs = pages.flatMap((page) => zodPage.parse(JSON.parse(new TextDecoder().decode(page))).nodes);
  assert.deepEqual(ours, theirs, "every client gives the same");

  const contenders = Object.entries(walks(fetch)).map(([name, run]) => ({ name, run }));
  for (const { run } of contenders) assert.equal(await run(), PAGES * PAGE_SIZE);
  const rows = await compare(contenders);
  print(`A walk of ${PAGES} pages of ${PAGE_SIZE} credit batches, in-memory fetch`, rows, { "isometric-registry, by pages": 0.75 });
  const { ms: byPages } = rows.find(({ name }) => name.endsWith("by pages"));
  const against = (name, title, target) => {
    const ratio = byPages / rows.find((row) => row.name === name).ms;
    console.log(`  by pages against ${title}: ${ratio.toFixed(2)} × (target ${target}: ${ratio <= target ? "met" : "missed"})`);
  };
  against("openapi-fetch + zod, with bigints", "openapi-fetch + zod", 0.4);
  const byNode = rows.find(({ name }) => name.endsWith("node by node")).ms / byPages;
  console.log(`  node by node against by pages: ${byNode.toFixed(2)} × (target 1.15: ${byNode <= 1.15 ? "met" : "missed"})`);
}
