import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidRequestError, RegistryClient } from "isometric-registry";
import { checkFence, createTransactions, memoryJournal } from "isometric-registry/transactions";
import { serveLocal } from "../local/support.mjs";
import { rejection } from "../transport/support.mjs";
import { credentials, firstPosts, lose, market, posts, reads, request } from "./support.mjs";

const timeout = 120_000;

test("planning over a thousand batches asks for each page once", { timeout }, async (t) => {
  const { local, baseUrl } = await serveLocal(t, { empty: true });
  const supplier = await local.admin.addSupplier({ name: "Supplier" });
  const project = await local.admin.addProject({
    supplier_id: supplier.id,
    name: "P",
    pathway: "marine",
    country_code: "NOR",
  });
  const removal = { credit_quantity_kg: 10n, buffer_pool_credit_quantity_kg: 0n, sequestered_on: "2025-01-01" };
  await local.admin.issue({ project_id: project.id, removals: Array.from({ length: 1_000 }, () => removal) });
  const sent = [];
  const fetch = (url, init) => {
    sent.push(`${init.method} ${url.slice(baseUrl.length)}`);
    return globalThis.fetch(url, init);
  };
  const registry = new RegistryClient({ baseUrl, ...credentials(supplier.account), fetch });
  const transactions = createTransactions(registry, { journal: memoryJournal() });
  const plan = await transactions.planRetirement({
    reference: "all",
    beneficiary_organisation_id: supplier.organisation.id,
    supplier_id: supplier.id,
    retirement_purposes: ["other"],
    credit_quantity_kg: 10_000n,
  });
  assert.equal(plan.parts.length, 1_000);
  assert.match(plan.warnings[0], /^1000 parts/);
  const pages = sent.filter((line) => line.includes("credit_batches"));
  assert.equal(pages.length, 20);
  assert.equal(new Set(pages).size, 20);
  assert.equal(sent.length, 22);
});

test("bad requests are refused by name, before anything is sent that acts", { timeout }, async (t) => {
  const world = await market(t);
  const good = await request(world, "good");
  const other = (await world.registry.suppliers.list().toArray()).find(({ id }) => id !== good.supplier_id);
  const batches = await world.registry.organisations
    .creditBatches(world.me.id, { status: ["active"], supplier_id: good.supplier_id })
    .toArray();
  const [{ id }] = batches;
  const parts = (kg) => ({
    credit_quantity_kg: undefined,
    credit_batch_quantities: [{ credit_batch_id: id, credit_quantity_kg: kg }],
  });
  for (const [change, message] of /** @type {[any, RegExp][]} */ ([
    [
      { credit_quantity_kg: 10n ** 15n },
      /credit_quantity_kg: expected at most the \d+ kg that are available, got 1000000000000000/,
    ],
    [{ credit_quantity_kg: 0n }, /1 or more/],
    [{ credit_quantity_kg: 2 ** 53 }, /safe integer/],
    [{ credit_quantity_kg: "5" }, /whole kilograms/],
    [{ reference: " " }, /blank/],
    [{ reference: "a".repeat(201) }, /at most 200/],
    [{ reference: undefined }, /reference: expected/],
    [{ vintge: 2020 }, /did you mean `vintage`/],
    [{ credit_batch_quantities: [{ credit_batch_id: id, credit_quantity_kg: 1n }] }, /got both/],
    [{ credit_quantity_kg: undefined }, /got neither/],
    [{ ...parts(1n), vintage: 2020 }, /cannot be combined with credit_batch_quantities/],
    [parts(10n ** 12n), /expected at most the \d+ kg of ctb_/],
    [{ ...parts(1n), supplier_id: other.id }, /expected a batch from spl_\w+, ctb_\w+ is from spl_/],
    [{ notes: "n".repeat(250), marker: true }, /in addition to the marker/],
    [{ beneficiary_organisation_id: id }, /expected the id of an organisation/],
  ])) {
    const error = await rejection(world.transactions.planRetirement({ ...good, ...change }));
    assert(error instanceof InvalidRequestError, `${message}: ${error}`);
    assert.match(error.message, message);
  }
  await world.transactions.planRetirement(good);
  const used = await rejection(world.transactions.planRetirement({ ...good, credit_quantity_kg: 1_501n }));
  assert.match(
    used.message,
    /"good" was used for a retirement of 1500 kg .*; it cannot be used for a retirement of 1501 kg/,
  );
  assert.equal(posts(world.sent).length, 0);
  const transfer = {
    reference: "self",
    to_organisation_id: world.me.id,
    supplier_id: good.supplier_id,
    credit_quantity_kg: 1n,
  };
  assert.match(
    (await rejection(world.transactions.planTransfer(transfer))).message,
    /an organisation other than the owner/,
  );
});

test("wrong options are refused by name", { timeout }, async (t) => {
  const world = await market(t);
  const journal = memoryJournal();
  const refused = (registry, options) => {
    try {
      createTransactions(registry, options);
    } catch (error) {
      return error.message;
    }
    return "";
  };
  assert.match(refused({}, { journal }), /registry: expected a RegistryClient/);
  assert.match(refused(world.registry, {}), /journal: expected a journal/);
  assert.match(refused(world.registry, { journal, lagms: 1 }), /lagms: is not known here/);
  assert.match(refused(world.registry, { journal, timeoutMs: -1 }), /timeoutMs: expected milliseconds/);
  const real = new RegistryClient({ environment: "sandbox", clientSecret: "a-secret-of-a-test" });
  assert.match(refused(real, { journal, lagMs: 1_000 }), /lagMs: expected at least 30000/);
  const plan = await world.transactions.planRetirement(await request(world, "options"));
  assert.match((await rejection(plan.execute({ replan: -1 }))).message, /replan: expected a whole number/);
  // @ts-expect-error there is no such option
  assert.match((await rejection(plan.execute({ retries: 1 }))).message, /retries: is not known here/);
});

test("a journal is one registry's: sandbox entries never settle against production", { timeout }, async (t) => {
  const journal = memoryJournal();
  const world = await market(t, { journal });
  await world.transactions.planRetirement(await request(world, "here"));
  const elsewhere = world.registry.withOptions({ baseUrl: "http://localhost:9/v0" });
  const error = await rejection(
    createTransactions(elsewhere, { journal }).planRetirement(await request(world, "there")),
  );
  assert(error instanceof InvalidRequestError);
  assert.match(error.message, /journal: belongs to http:.*the client uses http:\/\/localhost:9\/v0/);
});

test("transfers and deliveries go the same way", { timeout }, async (t) => {
  const world = await market(t, { role: "supplier" });
  const { registry, transactions, me } = world;
  const supplier = await registry.suppliers.current();
  const orders = await registry.suppliers.orders(supplier.id).toArray();
  const open = orders.find((order) => order.credits_ordered.credit_kgs > order.credits_delivered.credit_kgs + 3_000n);
  const delivery = await transactions.planDelivery({
    reference: "delivery",
    order_id: open.id,
    credit_quantity_kg: 2_000n,
  });
  world.weather.next = firstPosts(1, lose.answer);
  const delivered = await delivery.execute();
  assert.equal(delivered.delivery.order_id, open.id);
  assert.equal(delivered.receipt.certainty, "matched");
  const tooMuch = await rejection(
    transactions.planDelivery({ reference: "more", order_id: open.id, credit_quantity_kg: 10n ** 12n }),
  );
  assert.match(tooMuch.message, /kg of the order that are left to deliver/);

  const receiver = await registry.transferees.list().first();
  const plan = await transactions.planTransfer({
    reference: "transfer",
    to_organisation_id: receiver.id,
    supplier_id: supplier.id,
    credit_quantity_kg: 1_001n,
  });
  world.weather.next = firstPosts(1, lose.answer);
  world.sent.length = 0;
  const { transfer, receipt } = await plan.execute();
  assert.equal(transfer.to_organisation.id, receiver.id);
  assert.equal(transfer.from_organisation.id, me.id);
  assert.equal(receipt.certainty, "matched");
  // One batch, one page of the list, one candidate, the record itself, and one for the receipt.
  assert(reads(world.sent).length <= 5, reads(world.sent).join("\n"));
});

test("a beneficiary is made once, whatever is lost", { timeout }, async (t) => {
  const world = await market(t);
  world.weather.next = firstPosts(1, lose.answer);
  const given = { beneficiary_name: "Ada & Sons", beneficiary_domain: "ada.example" };
  const made = await world.transactions.ensureBeneficiary(given);
  assert.deepEqual([made.certainty, made.created], ["certain", true]);
  const found = await world.transactions.ensureBeneficiary({ ...given, beneficiary_domain: "ADA.example" });
  assert.deepEqual(found, { id: made.id, certainty: "certain", created: false });
  const person = { beneficiary_name: "Grace", beneficiary_email: "grace@example.com" };
  assert.equal((await world.transactions.ensureBeneficiary(person)).certainty, "certain");
  assert.equal((await world.transactions.ensureBeneficiary(person)).certainty, "probable");
  assert.equal(posts(world.sent).length, 2);
  // @ts-expect-error a domain is missing
  const lacking = await rejection(world.transactions.ensureBeneficiary({ beneficiary_name: "x" }));
  assert.match(lacking.message, /beneficiary_domain: expected/);
});

test("the fence can be seen to hold", { timeout }, async (t) => {
  const world = await market(t);
  const batch = await world.registry.organisations.creditBatches(world.me.id, { status: ["active"] }).first();
  const check = await checkFence(world.registry, batch.id);
  assert.equal(check.holds, true);
  assert.equal(check.refusal.outcome, "rejected");
  assert.equal(check.retirement.credit_batch_size_total.credit_kgs, 1n);
  const production = new RegistryClient({ environment: "production", clientSecret: "a-secret-of-a-test" });
  assert.match((await rejection(checkFence(production, batch.id))).message, /expected a client of the sandbox/);
});
