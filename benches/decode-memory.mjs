import { creditBatchPages } from "./lib/pages.mjs";
import { openSeam } from "./lib/seam.mjs";

const TARGET = 1.3;

/** What a caller may keep of a page. */
const PARTS = {
  "the id of each node": ({ nodes }) => nodes.map(({ id }) => id),
  "the serial number of each node": ({ nodes }) => nodes.map((node) => node.serial_number),
  "the owner's name of each node": ({ nodes }) => nodes.map(({ owner }) => owner.name),
  "one node of fifty": ({ nodes }) => nodes[7],
};

/** What parts of 200 pages keep in memory when nothing else of the pages is held. */
export async function benchDecodeMemory() {
  const seam = await openSeam();
  const decoder = new TextDecoder();
  const parse = (bytes) => JSON.parse(decoder.decode(bytes));
  const pages = creditBatchPages(200);
  console.log("\nWhat is kept of 200 pages of 50 credit batches");
  for (const [name, keep] of Object.entries(PARTS)) {
    const [parsed, decoded] = [parse, seam("Page<CreditBatch>")].map((read) => heldBy(pages, read, keep));
    const ratio = decoded / parsed;
    const judged = ratio <= TARGET ? "met" : "missed";
    const megabytes = [parsed, decoded].map((bytes) => `${(bytes / 1e6).toFixed(2)} MB`).join(", ours ");
    console.log(`  ${name}: JSON.parse ${megabytes}, ${ratio.toFixed(2)} ×   target ${TARGET}: ${judged}`);
  }
}

/** So many bytes of the heap are held by what is kept of all pages. */
function heldBy(pages, read, keep) {
  // What is only needed once is not counted.
  pages.slice(0, 20).forEach(read);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const kept = pages.map((bytes) => keep(read(bytes)));
  globalThis.gc();
  const held = process.memoryUsage().heapUsed - before;
  return kept.length === pages.length ? held : Number.NaN;
}
