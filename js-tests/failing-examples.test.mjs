import assert from "node:assert/strict";
import { register } from "node:module";
import { after, before, describe, test } from "node:test";
import { isOutcomeUnknown, RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";

/** What `connect.mjs` gives to the examples here: a client of a registry that the test has made. */
const moduleOf = (code) => `data:text/javascript,${encodeURIComponent(code)}`;
const connection = moduleOf(`
  export const connectToRead = () => globalThis.connectExample("buyer");
  export const connectToLocal = (role) => globalThis.connectExample(role);
  export const localTimes = { lagMs: 1, settleWithinMs: 20 };`);
const hooks = moduleOf(`
  export const resolve = (name, context, next) =>
    name === "./connect.mjs" && context.parentURL.includes("step=")
      ? { url: ${JSON.stringify(connection)}, shortCircuit: true }
      : next(name, context);`);

/** How a request can fail. */
const ways = {
  "breaks off before the registry acts": async () => {
    throw new TypeError("broken off");
  },
  "breaks off after the registry has acted": async (send) => {
    await send();
    throw new TypeError("broken off");
  },
  "is refused": async () => Response.json({ detail: "no" }, { status: 403 }),
  "is answered by a gateway": async (send) => {
    await send();
    return new Response("<html>Bad gateway</html>", { status: 502 });
  },
  "is answered with a page": async (send) => {
    await send();
    return new Response("<html>Maintenance</html>");
  },
};

let seed = 0;
const printed = [];

const createSample = () => createLocalRegistry({ seed: "examples", now: () => Date.UTC(2026, 5, 1) });

/** Runs an example whose requests fail from one on, up to another; the registry that it has met, and how it has ended. */
async function run(name, { fail = undefined, from, to = Number.POSITIVE_INFINITY, prepare = undefined }) {
  seed += 1;
  const local = await createSample();
  await prepare?.(local);
  let count = 0;
  globalThis.connectExample = (role) => {
    const { clientSecret, accessToken } = local.accounts.find((account) => account.role === role);
    const fetch = async (url, init) => {
      const send = () => local.fetch(url, init);
      count += 1;
      return count > from && count <= to ? fail(send) : send();
    };
    return new RegistryClient({ baseUrl: local.baseUrl, clientSecret, accessToken, fetch, maxRetries: 0 });
  };
  printed.length = 0;
  const error = await import(`../examples/${name}.mjs?step=${seed}`).then(
    () => undefined,
    (thrown) => thrown,
  );
  return { local, error, count, printed: printed.join("\n") };
}

/** What all suppliers have delivered. */
async function delivered(local) {
  const { clientSecret, accessToken } = local.accounts.find(({ role }) => role === "supplier");
  const registry = new RegistryClient({ baseUrl: local.baseUrl, fetch: local.fetch, clientSecret, accessToken });
  return registry.deliveries.list().toArray();
}

/** What the buyer has retired. */
async function retired(local) {
  const { clientSecret, accessToken } = local.accounts.find(({ role }) => role === "buyer");
  const registry = new RegistryClient({ baseUrl: local.baseUrl, fetch: local.fetch, clientSecret, accessToken });
  const { id } = await registry.organisations.current();
  return registry.retirements.list({ owner_org_id: id }).toArray();
}

describe("examples whose requests fail", () => {
  const { log } = console;
  before(() => {
    register(hooks);
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
