import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { isOutcomeUnknown, RegistryClient } from "isometric-registry";
import { tour } from "../examples/tour.mjs";
import { clientOf, createSample, failing, replaceConnections, retired, ways } from "./failing-ways.mjs";
import { run as runProgram } from "./mirror/support.mjs";

/** The first time, a Node that has SQLite is installed. */
const timeout = 480_000;

let seed = 0;
const printed = [];

/** Runs an example whose requests fail from one on, up to another; the registry that it has met, and how it has ended. */
async function run(name, failure) {
  seed += 1;
  const step = seed;
  return meet((connect) => {
    globalThis.connectExample = connect;
    return import(`../examples/${name}.mjs?step=${step}`);
  }, failure);
}

/** The same for any work with clients. */
async function meet(work, { prepare = undefined, fail = undefined, from, to = undefined }) {
  const sample = await createSample();
  const local = (await prepare?.(sample)) ?? sample;
  const { fetch, count } = failing(local, { fail, from, to });
  printed.length = 0;
  const error = await work((role) => clientOf(local, role, fetch)).then(
    () => undefined,
    (thrown) => thrown,
  );
  return { local, error, count: count(), printed: printed.join("\n") };
}

/** What all suppliers have delivered. */
async function delivered(local) {
  return clientOf(local, "supplier").deliveries.list().toArray();
}

describe("examples whose requests fail", () => {
  const { log } = console;
  before(() => {
    replaceConnections();
    console.log = (text) => printed.push(String(text));
  });
  after(() => {
    console.log = log;
  });

  for (const [index, [way, fail]] of Object.entries(ways).entries()) {
    test(`the portfolio report, where a request ${way}`, async () => {
      const whole = await run("portfolio-report", { fail, from: Number.POSITIVE_INFINITY });
      assert.equal(whole.error, undefined);
      for (let from = 0; from < whole.count; from += 1) {
        const { error } = await run("portfolio-report", { fail, from });
        assert.match(error?.name ?? "none", /Error$/, `request ${from + 1}`);
        assert.equal(isOutcomeUnknown(error), false);
      }
    });

    test(`the tour, where a request ${way}`, async () => {
      const travel = (failure) => meet((connect) => tour(connect("buyer"), { writes: true }), failure);
      const whole = await travel({ fail, from: Number.POSITIVE_INFINITY });
      assert.equal(whole.error, undefined);
      const before = (await retired(await createSample())).length;
      for (let from = 0; from < whole.count; from += 1) {
        const { local, error, printed } = await travel({ fail, from });
        assert.match(error?.name ?? "none", /Error$/, `request ${from + 1}`);
        const made = (await retired(local)).slice(0, -before || undefined);
        assert.ok(made.length <= 1);
        const isTold = made.every(({ id }) => printed.includes(id)) || ["unknown", "applied"].includes(error.outcome);
        assert.ok(isTold, `${from}: ${error}`);
      }
    });

    test(`the retirement, where a request ${way}`, async () => {
      const whole = await run("retire", { fail, from: Number.POSITIVE_INFINITY });
      assert.equal(whole.error, undefined);
      const before = (await retired(await createSample())).length;
      for (let from = 0; from < whole.count; from += 1) {
        for (const to of [from + 1, Number.POSITIVE_INFINITY]) {
          const { local, error } = await run("retire", { fail, from, to });
          const made = (await retired(local)).slice(0, -before || undefined);
          assert.ok(made.length <= 1, `${from} ${to}: retired ${made.length} times`);
          assert.ok(made.every((one) => one.credit_batch_size_total.credit_kgs === 1250n));
          const isTold = error === undefined || error.outcome === "unknown" || error.outcome === "applied";
          assert.ok(error === undefined ? made.length === 1 : made.length === 0 || isTold, `${from} ${to}: ${error}`);
        }
      }
    });

    test(`the delivery run, where a request ${way}`, async () => {
      const whole = await run("delivery-run", { fail, from: Number.POSITIVE_INFINITY });
      assert.equal(whole.error, undefined);
      const before = (await delivered(await createSample())).map(({ id }) => id);
      const all = (await delivered(whole.local)).length - before.length;
      assert.ok(all > 1);
      for (let from = 0; from < whole.count; from += 1) {
        // A single request, or all from here on: each way meets the half of both.
        const to = (from + index) % 2 === 0 ? from + 1 : Number.POSITIVE_INFINITY;
        const { local, error, printed } = await run("delivery-run", { fail, from, to });
        const told = [...printed.matchAll(/dlv_\w+/g)].map(([id]) => id);
        const made = (await delivered(local)).map(({ id }) => id);
        // Whatever was made is told, or the error says that nobody knows, or it has acted.
        const untold = made.filter((id) => !before.includes(id) && !told.includes(id));
        assert.ok(untold.length <= 1, `${from} ${to}: ${untold}`);
        assert.ok(
          untold.length === 0 || error?.outcome === "unknown" || error?.outcome === "applied",
          `${from} ${to}: ${error}`,
        );
        assert.ok(made.length - before.length <= all, "each order once");
        if (error === undefined) {
          assert.equal(made.length - before.length, all, "whatever is sent again");
        }
      }
    });
  }

  test("the nightly copy, whatever happens to a request, says so, and the next night it is whole", {
    timeout,
  }, async () => {
    const { whole, nights } = await runProgram("../../failing-copy.mjs");
    assert.match(whole.printed, /(\d+) of \1 laws hold/);
    assert.ok(nights.length >= 5);
    for (const { way, from, told, outcome, again } of nights) {
      assert.match(told, /Error$|: not complete: /m, `${way}, request ${from + 1}`);
      assert.notEqual(outcome, "unknown");
      // What came as pages of HTML has been put aside, record by record, and is asked for again over some nights.
      if (way !== "is answered with a page") {
        assert.deepEqual(again, { error: null, digest: whole.digest }, `${way}, request ${from + 1}`);
      }
    }
  });

  test("an account without credits is told so", async () => {
    const prepare = async (local) => {
      const { account } = await local.admin.addOrganisation({ name: "New", domain: "new.example" });
      return { baseUrl: local.baseUrl, fetch: local.fetch, accounts: [account] };
    };
    const toEnd = { from: Number.POSITIVE_INFINITY, prepare };
    const { error } = await run("retire", toEnd);
    assert.equal(error?.message, "there are no active credits to retire");
    for (const { error, printed } of [
      await run("portfolio-report", toEnd),
      await meet((connect) => tour(connect("buyer"), { writes: true }), toEnd),
    ]) {
      assert.equal(error, undefined);
      assert.match(printed, /New/);
    }
  });

  test("the delivery run leaves credits alone that another supplier has issued", async () => {
    const prepare = async (local) => {
      const [supplier, other] = local.accounts.filter(({ role }) => role === "supplier");
      const { clientSecret, accessToken } = other;
      const registry = new RegistryClient({ baseUrl: local.baseUrl, fetch: local.fetch, clientSecret, accessToken });
      const own = await registry.suppliers.current();
      const stock = registry.organisations.creditBatches(own.organisation.id, { status: ["active"] });
      const batches = await stock.toArray();
      await registry.transfers.create({
        from_organisation_id: own.organisation.id,
        to_organisation_id: supplier.organisation_id,
        supplier_id: own.id,
        credit_batch_quantities: batches.map(({ id, size }) => ({
          credit_batch_id: id,
          credit_quantity_kg: size.credit_kgs,
        })),
      });
    };
    const { error, printed } = await run("delivery-run", { from: Number.POSITIVE_INFINITY, prepare });
    assert.equal(error, undefined, String(error));
    assert.match(printed, /dlv_/);
  });
});
