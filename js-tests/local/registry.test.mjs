import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { createLocalRegistry } from "isometric-registry/local";
import { clientOf, headersOf } from "./command.mjs";
import { now } from "./support.mjs";

/** @type {any[][]} */
const refused = [
  [
    { sed: "x" },
    "sed: is not an option; options are seed, empty, now, latencyMs, failures, state, credentialsSeed, busy, requestsPerMinute, drift, relayOrder",
  ],
  [{ seed: 1 }, "seed: expected text, got 1"],
  [{ empty: "no" }, 'empty: expected true or false, got "no"'],
  [{ now: 5 }, "now: expected a function, got 5"],
  [{ latencyMs: -1 }, "latencyMs: expected a number of ms from 0 to 2147483647, got -1"],
  [{ latencyMs: Number.NaN }, "latencyMs: expected a number of ms from 0 to 2147483647, got NaN"],
  [{ failures: 0.5 }, "failures: expected an object, got 0.5"],
  [{ failures: { aftr: 1 } }, "failures: aftr: is not a kind of failure; kinds are before, after, stall"],
  [{ failures: { after: 2 } }, "failures: after: expected a chance from 0 to 1, got 2"],
  [{ failures: { after: 0.6, stall: 0.6 } }, "failures: expected chances that add up to at most 1, got 1.2"],
  [{ state: "x" }, 'state: expected a Uint8Array, got "x"'],
  [
    { state: new Uint8Array(), seed: "x" },
    "state: continues an existing registry; omit seed, empty and credentialsSeed",
  ],
  [{ seed: 1, empty: 1 }, "seed: expected text, got 1; empty: expected true or false, got 1"],
  [{ busy: 30 }, "busy: options: expected an object of options, got 30"],
  [{ busy: { perMinute: 0 } }, "busy: perMinute: expected a whole number from 1 to 6000, got 0"],
  [{ busy: { often: 1 } }, "busy: often: is not known; there is perMinute"],
  [{ requestsPerMinute: 1.5 }, "requestsPerMinute: expected a whole number from 1 to 6000, got 1.5"],
  [{ drift: [] }, 'drift: expected an object such as { "Issuance.issued_at": "remove" }, got a list'],
  [{ drift: { "Order.x": "remove" } }, /^createLocalRegistry: drift: Order\.x: properties of Order are id, /],
  [null, "options: expected an object of options, got null"],
];
for (const [options, message] of refused) {
  test(`options are refused: ${message}`, async () => {
    const told = typeof message === "string" ? `createLocalRegistry: ${message}` : message;
    const expected = { name: "InvalidRequestError", message: told };
    await assert.rejects(createLocalRegistry(options), expected);
  });
}

test("undefined options count as absent", async () => {
  const options = ["seed", "empty", "latencyMs", "failures", "state"].map((name) => [name, undefined]);
  const given = await createLocalRegistry({ now, ...Object.fromEntries(options), failures: { after: undefined } });
  assert.deepEqual(given.save(), (await createLocalRegistry({ now })).save());
});

test("the same seed and clock produce the same bytes, whatever is done", async () => {
  const play = async (seed) => {
    const local = await createLocalRegistry({ seed, now });
    const answers = [];
    for (const account of local.accounts) {
      const headers = headersOf(account);
      const ask = async (path, init) => {
        const response = await local.fetch(local.baseUrl + path, {
          ...init,
          headers: { ...headers, ...init?.headers },
        });
        answers.push([response.status, ...response.headers, await response.text()]);
      };
      await ask(`/organisations/${account.organisation_id}/credit_batches?first=50&status=retired&status=active`);
      const body = JSON.stringify({ beneficiary_name: "Ada", beneficiary_domain: `${answers.length}.example` });
      await ask("/beneficiary", { method: "POST", body, headers: { "content-type": "application/json" } });
    }
    return { answers, state: local.save() };
  };
  const [one, same, other] = [await play("one"), await play("one"), await play("other")];
  assert.ok(one.answers.every(([status]) => status === 200));
  assert.deepEqual(one, same);
  assert.notDeepEqual(one.state, other.state);
});

test("a saved registry goes on with ids that nothing has had", async () => {
  const first = await createLocalRegistry({ empty: true, now });
  const { id } = await first.admin.addOrganisation({ name: "One" });
  const second = await createLocalRegistry({ state: first.save(), now });
  assert.notEqual((await second.admin.addOrganisation({ name: "Two" })).id, id);
  assert.deepEqual(second.accounts.slice(0, 1), first.accounts);
});

test("one id in four is up to 20 s older than its record, and none is younger", async () => {
  const local = await createLocalRegistry({ now });
  const retirements = await clientOf(local, "buyer", { fetch: local.fetch }).retirements.list().toArray();
  const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const ages = retirements.map(({ id, retired_at }) => {
    const made = [...id.slice(4, 13)].reduce((ms, digit) => ms * 32 + digits.indexOf(digit), 0);
    return Date.parse(retired_at) - made;
  });
  assert.ok(ages.every((age) => age >= 0 && age <= 20_000));
  const older = ages.filter((age) => age > 0).length / ages.length;
  assert.ok(older > 0.1 && older < 0.4, `${older}`);
});

test("it runs in a worker", async () => {
  const worker = new Worker(new URL("./worker.mjs", import.meta.url));
  const [message] = await once(worker, "message");
  assert.match(message.name, /^Sample /);
  assert.ok(message.kilograms > 0n);
});

test("admin builds a market from nothing, with the models' own types", async () => {
  const local = await createLocalRegistry({ empty: true, now });
  const { admin } = local;
  const buyer = await admin.addOrganisation({ name: "Buyer", domain: "buyer.example" });
  const supplier = await admin.addSupplier({ name: "Supplier", stripe_configuration: { account_id: "acct_1" } });
  const project = await admin.addProject({
    supplier_id: supplier.id,
    name: "Project",
    pathway: "enhanced_weathering",
    country_code: "KEN",
    ccp_approved: true,
  });
  const url = "https://docs.example/plan.pdf";
  const document = await admin.addDocument({ project_id: project.id, display_name: "Plan", url });
  assert.deepEqual([document.display_name, document.url], ["Plan", url]);
  const issuance = await admin.issue({
    project_id: project.id,
    removals: [{ credit_quantity_kg: 10_000n, buffer_pool_credit_quantity_kg: 500 }],
  });
  const order = await admin.placeOrder({
    supplier_id: supplier.id,
    buyer_organisation_id: buyer.id,
    credit_quantity_kg: 3000,
  });
  assert.equal(order.credits_ordered.credit_kgs, 3000n);
  const refund = await admin.refund({ supplier_id: supplier.id, credit_quantity_kg: 200n, notes: "Measured again." });
  const registry = clientOf({ ...local, accounts: [supplier.account] }, "supplier", { fetch: local.fetch });
  assert.deepEqual(await registry.refunds.get(refund.id), refund);
  const {
    supplier_credit_batches: [batch],
    buffer_pool_credit_batches,
  } = await registry.issuances.creditBatches(issuance.id);
  assert.deepEqual([batch.size.credit_kgs, batch.ccp_approved], [10_000n, true]);
  assert.ok(buffer_pool_credit_batches.length > 0);
  const moment = new Date("2027-01-01T00:00:00Z");
  assert.equal(Date.parse(await admin.setTime(moment)), moment.getTime());
  const later = await admin.issue({ project_id: project.id, removals: [{ credit_quantity_kg: 1 }] });
  assert.equal(Date.parse(later.issued_at), moment.getTime());
});

test("projects are renamed, hidden and brought back, and suppliers described", async () => {
  const local = await createLocalRegistry({ now });
  const registry = clientOf(local, "buyer", { fetch: local.fetch });
  const project = await registry.projects.list().first();
  const project_id = project.id;
  await local.admin.hideProject({ project_id });
  assert.equal(await registry.projects.get(project_id), null);
  await local.admin.restoreProject({ project_id });
  assert.deepEqual(await registry.projects.get(project_id), project);
  const renamed = await local.admin.renameProject({ project_id, name: "Another “Name” " });
  assert.equal(renamed.name, "Another “Name” ");
  const supplier = await local.admin.describeSupplier({
    supplier_id: project.supplier.id,
    long_description: "At length.",
  });
  assert.deepEqual([supplier.short_description, supplier.long_description], [null, "At length."]);
});

test("others trade in the time that the clock shows, the same for the same seed", async () => {
  const play = async () => {
    let time = now();
    const local = await createLocalRegistry({ now: () => time, busy: { perMinute: 60 } });
    const registry = clientOf(local, "buyer", { fetch: local.fetch });
    const counts = [];
    for (let minute = 0; minute < 5; minute++) {
      counts.push((await registry.retirements.list({ first: 1 })).total_count);
      time += 60_000;
    }
    return counts;
  };
  const counts = await play();
  assert.ok(counts.at(-1) > counts[0], String(counts));
  assert.deepEqual(await play(), counts);
});

test("answers drift, and too many requests are answered with a wait", async () => {
  const local = await createLocalRegistry({
    now,
    requestsPerMinute: 1,
    drift: { "Issuance.reporting_period_start_at": "remove" },
  });
  const headers = headersOf(local.accounts[0]);
  const page = await (await local.fetch(`${local.baseUrl}/issuances?first=1`, { headers })).json();
  assert.ok("issued_at" in page.nodes[0] && !("reporting_period_start_at" in page.nodes[0]));
  const registry = clientOf(local, "buyer", { fetch: local.fetch, maxRetries: 0 });
  await assert.rejects(registry.projects.list(), { name: "RateLimitError", retryAfterMs: 60_000 });
});

test("admin refuses with a message, and nothing has changed then", async () => {
  const { admin, save } = await createLocalRegistry({ empty: true, now });
  const { id } = await admin.addSupplier({ name: "Supplier" });
  const project = await admin.addProject({
    supplier_id: id,
    name: "Project",
    pathway: "marine",
    country_code: "NOR",
  });
  /** @type {(quantity: unknown) => [name: string, input: any]} */
  const issue = (quantity) => ["issue", { project_id: project.id, removals: [{ credit_quantity_kg: quantity }] }];
  const before = save();
  /** @type {any[][]} */
  const wrong = [
    ["addSupplier", undefined, /expected an object/],
    ["addSupplier", {}, /missing field `name`/],
    ["addSupplier", { name: 3 }, /^name: expected text$/],
    ["addSupplier", { name: "A", domian: "a.example" }, /unknown field `domian`, expected one of `name`, `domain`/],
    ["addProject", { ...project, supplier_id: "spl_0000000000000000" }, /unknown field/],
    ["addDocument", { project_id: id, display_name: "A", url: "https://a.example" }, /project_id: This is not the id/],
    [...issue(0), /removals\[0\]\.credit_quantity_kg: Issue 1 kg or more\./],
    [...issue(1.5), /credit_quantity_kg: expected a whole number/],
    [...issue(2n ** 63n), /credit_quantity_kg: expected a whole number of at most 64 bits/],
    [...issue("1"), /credit_quantity_kg: expected a whole number/],
    ["refund", { supplier_id: id, credit_quantity_kg: 1n, notes: "None." }, /There are only 0 kg/],
    ["completeCheckout", { redirect_url: "cs_none" }, /There is no such checkout/],
    ["setTime", new Date(Number.NaN), /setTime: now: expected a Date, .* got an invalid Date/],
    ["setTime", undefined, /setTime: now: expected a Date/],
    ["setTime", "yesterday", /A moment is written/],
  ];
  for (const [name, input, message] of wrong) {
    await assert.rejects(admin[name](input), { message }, `${name} ${String(message)}`);
    assert.deepEqual(save(), before);
  }
  const [, input] = issue(1);
  await admin.issue(input);
  await assert.rejects(admin.setTime(new Date(0)), /Time in the books does not go back/);
});
