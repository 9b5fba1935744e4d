import { bodies } from "./bodies.mjs";
import { CAREFUL, httpContenders, PLAIN } from "./http-clients.mjs";
import { basePathAfter, PAGES } from "./http-registry.mjs";
import { compareBy } from "./measure.mjs";
import { creditBatchPages, PAGE_SIZE } from "./pages.mjs";
import { printAgainst, printBy } from "./print.mjs";
import { assertSame, withBigints } from "./same.mjs";
import { assertAllGive, kilogramsOf, nameOf } from "./walking.mjs";

const OURS = "isometric-registry, bigints";

/** What the answers of a server take, in ms, and how often is measured: what mostly waits need not be measured so often. */
const LATENCIES = [
  { latency: 0, walks: { rounds: 21, warmUp: 5 }, calls: { rounds: 15, warmUp: 3 } },
  { latency: 10, walks: { rounds: 9, warmUp: 2 }, calls: { rounds: 5, warmUp: 1 } },
];

/**
 * Walks, and so many single calls a turn, over HTTP to the server at `origin`. `clocks` are what they are measured by, and `targets` says
 * for a clock how much a walk may take of a plain `fetch`'s time, and a single call of a careful one's.
 *
 * @param {{
 *   origin: string,
 *   credentials?: { clientSecret: string, accessToken: string },
 *   count: number,
 *   clocks: Record<string, () => number>,
 *   targets: { walk: Record<string, number>, call?: Record<string, number> },
 * }} options
 */
export async function compareOverHttp({ origin, credentials, count, clocks, targets }) {
  for (const { latency, walks, calls } of LATENCIES) {
    const all = httpContenders(origin + basePathAfter(latency), credentials);
    await assertAllAnswer(all);
    const title = `over HTTP, ${latency} ms of latency`;

    const walkers = all.map((client) => ({ name: nameOf(client), run: () => kilogramsOf(client.walk) }));
    const walked = await compareBy(clocks, walkers, walks);
    printBy(`A walk of ${PAGES} pages of ${PAGE_SIZE} credit batches ${title}`, walked);
    judge(walked, PLAIN, targets.walk);

    const getters = all.filter(({ get }) => get !== undefined);
    for (const [how, width] of [
      ["one after the other", 1],
      ["eight at a time", 8],
    ]) {
      const callers = getters.map((client) => ({ name: nameOf(client), run: () => callAll(client.get, count, width) }));
      const called = await compareBy(clocks, callers, calls);
      printBy(`${count} calls for one credit batch, ${how}, ${title}`, called);
      judge(called, CAREFUL, targets.call);
    }
  }
}

function judge(rowsBy, base, targets = {}) {
  for (const [clock, rows] of Object.entries(rowsBy)) {
    printAgainst(rows, OURS, base, targets[clock], clock);
  }
}

const idOf = (index) => `ctb_${String(index).padStart(16, "0")}`;

async function callAll(get, count, width) {
  let begun = 0;
  let kilograms = 0;
  const work = async () => {
    while (begun < count) {
      const { size } = await get(idOf(begun++));
      kilograms += Number(size.credit_kgs);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return kilograms;
}

async function assertAllAnswer(all) {
  const parse = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
  const [walkers, getters] = [all, all.filter(({ get }) => get !== undefined)];
  await assertAllGive(
    creditBatchPages(PAGES).flatMap((bytes) => parse(bytes).nodes),
    walkers,
  );
  // The server gives one after the other to whoever asks.
  const batches = new Map(
    bodies("CreditBatch")
      .map((bytes) => parse(bytes))
      .map((batch) => [batch.id, batch]),
  );
  for (const { name, exact, get } of getters) {
    const given = await get(idOf(0));
    const expected = batches.get(given.id);
    assertSame(given, exact ? withBigints(expected) : expected, name);
  }
}
