import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryStore, openMirror } from "isometric-registry/mirror";
import { generator } from "../local/support.mjs";
import { Market, SEEN, START } from "./market.mjs";
import { brokenIn } from "./support.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What each kind of event adds to: of whom credits leave, and to whom they go. */
const SUMS = {
  issuance: [undefined, "issuedKgs"],
  delivery: ["deliveredKgs", "receivedKgs"],
  transfer: ["transferredKgs", "receivedKgs"],
  retirement: ["retiredKgs", undefined],
  refund: ["refundedKgs", "refundedKgs"],
};

const NAMES = [
  "openingKgs",
  "issuedKgs",
  "receivedKgs",
  "refundedKgs",
  "unexplainedKgs",
  "deliveredKgs",
  "transferredKgs",
  "retiredKgs",
  "closingKgs",
];

/** A statement added up from events, by project and vintage. */
function addedUp(events, owner, from, to) {
  const lines = new Map();
  for (const { at, kind, from: giver, to: taker, what, kg } of events.filter((event) => event.at < to)) {
    const [given, taken] = SUMS[kind];
    for (const [who, name, sign] of [
      [giver, given, -1n],
      [taker, taken, 1n],
    ]) {
      if (who === owner && name !== undefined) {
        const line = lines.get(what) ?? Object.fromEntries(NAMES.map((each) => [each, 0n]));
        line.closingKgs += sign * kg;
        if (at < from) {
          line.openingKgs += sign * kg;
        } else {
          line[name] += name === "refundedKgs" ? sign * kg : kg;
        }
        lines.set(what, line);
      }
    }
  }
  return new Map([...lines].filter(([, line]) => NAMES.some((name) => line[name] !== 0n)).sort());
}

/** The same of a statement. */
const linesOf = ({ lines }) =>
  new Map(
    lines
      .map((line) => [`${line.projectId} ${line.vintage}`, Object.fromEntries(NAMES.map((name) => [name, line[name]]))])
      .sort(),
  );

for (const seed of [1, 2, 3]) {
  test(`statements are what the events of a market add up to (${seed})`, { timeout: 120_000 }, async (t) => {
    const { now } = Date;
    t.after(() => {
      Date.now = now;
    });
    let ahead = 0;
    Date.now = () => now() + ahead;
    const below = generator(seed);
    const market = await Market.begin(below);
    const reader = market.clientOf(market.buyers[0].account);
    const mirror = await openMirror(memoryStore());
    const steps = ["issue", "deliver", "deliver", "transfer", "transfer", "retire", "retire", "refund"];
    for (let step = 0; step < 90; step += 1) {
      // Some things happen at the same time, and some at the very beginning of a day.
      market.now = below(4) === 0 ? Math.ceil(market.now / DAY) * DAY : market.now + below(3) * HOUR * below(20);
      await market[step < 4 ? "issue" : steps[below(steps.length)]]();
      if (below(30) === 0) {
        await mirror.refresh(reader);
      }
    }
    // The sweep finds refunds, in rounds of a day at least.
    for (const days of [0, 2]) {
      ahead = days * DAY;
      await mirror.refresh(reader, { sweep: 100_000 });
    }
    const { laws, inferredRefunds } = await mirror.verify();
    assert.deepEqual(brokenIn({ laws }), []);
    const events = market.all();
    const kinds = Object.fromEntries(
      Object.keys(SUMS).map((kind) => [kind, events.filter((one) => one.kind === kind)]),
    );
    assert.ok(
      Object.values(kinds).every(({ length }) => length > 3),
      JSON.stringify(events.length),
    );
    assert.equal(
      inferredRefunds.length > 0,
      kinds.refund.some(({ at }) => at === SEEN),
    );
    const owners = [
      ...market.buyers.map(({ id }) => id),
      ...market.suppliers.flatMap(({ organisation, pool }) => [organisation.id, pool]),
    ];
    // Periods between the times of events, which belong to what begins with them, and between days.
    const times = [...new Set(events.map(({ at }) => at))].filter((at) => at !== SEEN);
    const limit = () => (below(2) === 0 ? times[below(times.length)] : START + below(40) * DAY);
    for (let count = 0; count < 12; count += 1) {
      const [one, other] = [limit(), limit()].sort((a, b) => a - b);
      const [from, to] = count === 0 || one === other ? [undefined, undefined] : [one, other];
      const text = (at) =>
        at === undefined ? undefined : at % DAY === 0 ? new Date(at).toISOString().slice(0, 10) : new Date(at);
      const held = (await mirror.holdingsAt(text(to))).holdings;
      for (const organisation of owners) {
        const statement = await mirror.statement({ organisation, from: text(from), to: text(to) });
        const byHand = addedUp(events, organisation, from ?? 0, to ?? Number.POSITIVE_INFINITY);
        assert.deepEqual(linesOf(statement), byHand, `${organisation}, from ${text(from)} to ${text(to)}`);
        const closing = new Map(
          held
            .filter(({ ownerId }) => ownerId === organisation)
            .map(({ projectId, vintage, creditKgs }) => [`${projectId} ${vintage}`, creditKgs]),
        );
        const closed = [...linesOf(statement)].filter(([, { closingKgs }]) => closingKgs !== 0n);
        assert.deepEqual(
          [...closing].sort(),
          closed.map(([what, { closingKgs }]) => [what, closingKgs]),
          organisation,
        );
      }
    }
  });
}
