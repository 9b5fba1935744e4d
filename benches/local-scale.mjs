import { createGlue } from "../node_modules/isometric-registry/dist/wasm/local/glue.js";
import { inlineSources } from "../node_modules/isometric-registry/dist/local/inline.js";
import { compare } from "./lib/measure.mjs";
import { print } from "./lib/print.mjs";

const NOW = Date.UTC(2026, 0, 31);
const SIZES = [10_000, 100_000, 1_000_000];

/** Pages of 50 of a local registry that holds ever more credit batches, and what a batch costs in memory. */
export async function benchLocalScale() {
  const module = await inlineSources.ledger();
  const registries = SIZES.map((size) => grow(module, size));
  for (const page of Object.keys(registries[0].pages)) {
    const contenders = registries.map(({ name, pages }) => ({ name, run: () => repeat(pages[page]) }));
    const rows = await compare(contenders);
    print(`A local registry, ${page}, 50 times`, rows, { [registries.at(-1).name]: 1.5 });
  }
  const told = registries.map(({ name, bytes }) => `${name}: ${(bytes / 1e6).toFixed(0)} MB`);
  const [small, , large] = registries;
  const each = (large.bytes - small.bytes) / (SIZES.at(-1) - SIZES[0]);
  console.log(`\nMemory of a local registry: ${told.join(", ")}; ${each.toFixed(0)} bytes a batch`);
}

/** A registry of so many batches, and ways to get pages of the batches of one buyer. */
function grow(module, size) {
  const glue = createGlue((exports) => exports);
  const { memory } = glue.initSync({ module });
  const ledger = new glue.LocalRegistry("bench", false, NOW);
  ledger.grow(size, NOW);
  const { clientSecret, accessToken, organisation_id: id } = JSON.parse(ledger.accounts())[0];
  const headers = JSON.stringify([
    ["x-client-secret", clientSecret],
    ["authorization", `Bearer ${accessToken}`],
  ]);
  const get = (target) => {
    const [status, , body] = ledger.handle(NOW, "GET", `/registry/v0${target}`, headers, new Uint8Array());
    if (status !== 200) throw new Error(new TextDecoder().decode(body));
    return body;
  };
  const list = `/organisations/${id}/credit_batches`;
  const { project_balances } = JSON.parse(new TextDecoder().decode(get(`/organisations/${id}/credit_balance`)));
  const targets = {
    "the first page": `${list}?first=50`,
    "a page in the middle": `${list}?first=50&after=${middle(get, list)}`,
    "the last page": `${list}?last=50`,
    "a page of one project": `${list}?first=50&status=active&project_id=${project_balances[0].project_id}`,
  };
  const pages = Object.fromEntries(Object.entries(targets).map(([name, target]) => [name, () => get(target)]));
  return { name: `${size.toLocaleString("en")} batches`, bytes: memory.buffer.byteLength, pages };
}

/** The cursor half-way through a list. */
function middle(get, list) {
  const page = (query) => JSON.parse(new TextDecoder().decode(get(`${list}?first=50${query}`)));
  let { total_count, page_info } = page("");
  for (let seen = 50; seen < total_count / 2; seen += 50) ({ page_info } = page(`&after=${page_info.end_cursor}`));
  return page_info.end_cursor;
}

function repeat(get) {
  for (let left = 49; left > 0; left -= 1) get();
  return get();
}
