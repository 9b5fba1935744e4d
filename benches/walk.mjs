import { contenders } from "./lib/clients.mjs";
import { compare } from "./lib/measure.mjs";
import { creditBatchPages, encode, fetchPages, LETTERS, PAGE_SIZE } from "./lib/pages.mjs";
import { print, printAgainst } from "./lib/print.mjs";
import { assertAllGive, kilogramsOf, nameOf } from "./lib/walking.mjs";

const PAGES = 40;

/** A walk of 40 pages of 50 credit batches through each client, over the same bytes. */
export async function benchWalk(heyApi) {
  await assertAllCheck(heyApi);
  for (const [letters, options] of Object.entries(LETTERS)) {
    await walkAll(creditBatchPages(PAGES, options), letters, heyApi);
  }
}

async function walkAll(pages, letters, heyApi) {
  const clients = contenders(fetchPages(pages), heyApi);
  await assertAllGive(
    pages.flatMap((bytes) => JSON.parse(new TextDecoder().decode(bytes)).nodes),
    clients,
  );

  const ran = (client) => ({ name: nameOf(client), run: () => kilogramsOf(client.walk) });
  const rows = await compare(clients.map(ran), { rounds: 25 });
  const byPages = "isometric-registry, by pages, bigints";
  print(`A walk of ${PAGES} pages of ${PAGE_SIZE} credit batches, in-memory fetch, ${letters}`, rows, {
    [byPages]: 0.75,
  });
  printAgainst(rows, byPages, "openapi-fetch + zod, bigints", 0.4);
  printAgainst(rows, byPages, "hey-api + zod + its transformer, bigints");
  printAgainst(rows, "isometric-registry, node by node, bigints", byPages, 1.15);
}

/** Those that check, and no others, refuse a page in which one id is too short. */
async function assertAllCheck(heyApi) {
  const page = JSON.parse(new TextDecoder().decode(creditBatchPages(1)[0]));
  page.nodes[PAGE_SIZE - 1].owner.id = "org_1";
  for (const { name, checks, walk } of contenders(fetchPages([encode(page)]), heyApi)) {
    const refused = await walk(() => {}).then(
      () => false,
      () => true,
    );
    if (refused !== checks) {
      throw new Error(`${name} ${checks ? "does not refuse" : "refuses"} what breaks the contract`);
    }
  }
}
