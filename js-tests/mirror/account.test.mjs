import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RegistryClient } from "isometric-registry";
import { memoryStore, openMirror } from "isometric-registry/mirror";
import { brokenIn, served } from "./support.mjs";

const timeout = 240_000;

const OF_ACCOUNT = ["order_deliveries", "balances"];

/** The laws of an account in a report. */
const lawsIn = ({ laws }) => laws.filter(({ law }) => OF_ACCOUNT.includes(law));

/** A client with an account's credentials. */
const clientOf = ({ clientSecret, accessToken }, baseUrl, options = {}) =>
  new RegistryClient({ baseUrl, clientSecret, accessToken, ...options });

/** A copy of a registry in which a buyer has just received a delivery and retired a part of it. */
async function traded(t) {
  const { registry, local, baseUrl, log } = await served(t);
  const buyer = local.accounts.find(({ role }) => role === "buyer");
  const supplier = local.accounts.find(({ role }) => role === "supplier");
  const order = await local.admin.placeOrder({
    supplier_id: supplier.supplier_id,
    buyer_organisation_id: buyer.organisation_id,
    credit_quantity_kg: 5000n,
  });
  const deliver = async (kg) => {
    const seller = clientOf(supplier, baseUrl);
    const batches = seller.organisations.creditBatches(supplier.organisation_id, { status: ["active"] });
    for await (const { id, size, delivery_id, supplier_id } of batches) {
      if (delivery_id === null && supplier_id === supplier.supplier_id && size.credit_kgs > kg) {
        const credit_batch_quantities = [{ credit_batch_id: id, credit_quantity_kg: kg }];
        return seller.deliveries.create({ order_id: order.id, notes: null, credit_batch_quantities });
      }
    }
    throw new Error("nothing to deliver");
  };
  const retire = async () => {
    const me = clientOf(buyer, baseUrl);
    const batches = me.organisations.creditBatches(buyer.organisation_id, { status: ["active"], order_id: order.id });
    const batch = await batches.first();
    return me.retirements.create({
      owner_organisation_id: buyer.organisation_id,
      beneficiary_organisation_id: buyer.organisation_id,
      supplier_id: batch.supplier_id,
      credit_batch_quantities: [{ credit_batch_id: batch.id, credit_quantity_kg: 7n }],
      retirement_purposes: ["other"],
    });
  };
  await deliver(1234n);
  await retire();
  const mirror = await openMirror(memoryStore());
  await mirror.refresh(registry);
  log.length = 0;
  return { mirror, registry, local, baseUrl, log, buyer, supplier, order, deliver, retire };
}

describe("an account's orders and balances, compared with a copy over HTTP", { timeout }, () => {
  test("agree, with a few requests that are counted at the server", async (t) => {
    const { mirror, baseUrl, log, buyer, supplier } = await traded(t);
    const plain = await mirror.verify();
    assert.deepEqual([log.length, lawsIn(plain), plain.account, plain.requests], [0, [], null, 0]);
    for (const [account, requests] of /** @type {const} */ ([
      [buyer, 4],
      [supplier, 5],
    ])) {
      log.length = 0;
      const report = await mirror.verify({ registry: clientOf(account, baseUrl) });
      assert.deepEqual(brokenIn(report), []);
      assert.deepEqual(
        lawsIn(report).map(({ law, held }) => [law, held > 0]),
        OF_ACCOUNT.map((law) => [law, true]),
      );
      const { organisation_id, supplier_id = null } = account;
      const expected = { organisationId: organisation_id, supplierId: supplier_id, notes: [] };
      assert.deepEqual(report.account, expected);
      assert.deepEqual([log.length, report.requests], [requests, requests], log.join("\n"));
      assert.equal(report.digest, plain.digest);
    }
  });

  test("are not judged while the copy is behind, and are after a refresh", async (t) => {
    const { mirror, registry, baseUrl, buyer, deliver, retire } = await traded(t);
    const me = clientOf(buyer, baseUrl);
    for (const happen of [() => deliver(55n), retire]) {
      await happen();
      const behind = await mirror.verify({ registry: me });
      assert.ok(lawsIn(behind).every(({ broken }) => broken === 0));
      assert.ok(lawsIn(behind).some(({ unjudged }) => unjudged > 0));
      assert.match(
        behind.account.notes.join("\n"),
        /the copy does not have \w{3}_\w+.*Refresh it, and verify it again\.$/,
      );
      await mirror.refresh(registry);
      const report = await mirror.verify({ registry: me });
      assert.deepEqual([brokenIn(report), report.account.notes], [[], []]);
    }
  });

  test("break a law when the copy is current and they differ", async (t) => {
    const { mirror, baseUrl, buyer, order } = await traded(t);
    const lying = clientOf(buyer, baseUrl, {
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        const body = await response.text();
        const more = url.includes("/orders?") || url.endsWith("/credit_balance");
        return new Response(more ? body.replaceAll(/"credit_kgs":(1227|1234)\b/g, '"credit_kgs":1') : body, response);
      },
    });
    const report = await mirror.verify({ registry: lying });
    const [orders, balances] = lawsIn(report);
    assert.equal(orders.broken, 1);
    assert.equal(orders.first, `${order.id}: the account says 1 kg delivered, the copy says 1234 kg`);
    assert.ok(balances.broken > 0);
    assert.match(balances.first, /^org_\w+, order ord_\w+: the account says 1 kg active, the copy says 1227 kg$/);
  });

  test("may be hidden, drift, or come in several pages", async (t) => {
    const { mirror, local, baseUrl, buyer, supplier, log } = await traded(t);
    for (let count = 0; count < 60; count += 1) {
      await local.admin.placeOrder({
        supplier_id: supplier.supplier_id,
        buyer_organisation_id: buyer.organisation_id,
        credit_quantity_kg: 1n,
      });
    }
    log.length = 0;
    const whole = await mirror.verify({ registry: clientOf(buyer, baseUrl) });
    assert.ok(lawsIn(whole)[0].held > 60);
    assert.deepEqual([brokenIn(whole), log.length], [[], 5]);
    const answering = (change) =>
      clientOf(buyer, baseUrl, {
        fetch: async (url, init) => {
          const response = await fetch(url, init);
          return url.includes("/orders?") ? change(response) : response;
        },
      });
    const refusing = () => new Response('{"detail":"no"}', { status: 403 });
    const hidden = await mirror.verify({ registry: answering(refusing) });
    const [orders, balances] = lawsIn(hidden);
    assert.deepEqual([orders.held, orders.unjudged, balances.broken, balances.held > 0], [0, 1, 0, true]);
    assert.deepEqual(hidden.account.notes, [`the orders of ${buyer.organisation_id}: the registry answered 403`]);
    const renaming = async (response) =>
      new Response((await response.text()).replace('"credits_delivered":', '"delivered":'), response);
    const drifted = await mirror.verify({ registry: answering(renaming) });
    assert.equal(lawsIn(drifted)[0].broken, 0);
    assert.match(drifted.account.notes[0], /^ord_\w+: credits_delivered is missing$/);
    assert.ok(drifted.drift.some(({ place }) => place.startsWith("orders.credits_delivered")));
  });

  test("of an organisation without credits agree too", async (t) => {
    const { mirror, local, baseUrl } = await traded(t);
    const { id } = await local.admin.addOrganisation({ name: "Newcomer", domain: "newcomer.example" });
    const newcomer = local.accounts.find(({ organisation_id }) => organisation_id === id);
    const report = await mirror.verify({ registry: clientOf(newcomer, baseUrl) });
    assert.deepEqual(
      lawsIn(report).map(({ held, broken, unjudged }) => [held, broken, unjudged]),
      [
        [0, 0, 0],
        [2, 0, 0],
      ],
    );
  });

  test("need a client of the same registry, with credentials that it accepts", async (t) => {
    const { mirror, baseUrl, buyer, log } = await traded(t);
    const other = await served(t, { seed: "another" });
    const strange = clientOf(other.local.accounts[0], other.baseUrl);
    await assert.rejects(mirror.verify({ registry: strange }), /This is a copy of http.*but the client reads http/);
    assert.deepEqual([log, other.log], [[], []]);
    const unnamed = new RegistryClient({ baseUrl, clientSecret: buyer.clientSecret });
    await assert.rejects(mirror.verify({ registry: unnamed }), { name: "AuthenticationError" });
    const rejected = clientOf({ ...buyer, accessToken: "wrong" }, baseUrl);
    await assert.rejects(mirror.verify({ registry: rejected }), { name: "AuthenticationError" });
    assert.deepEqual(brokenIn(await mirror.verify({ registry: clientOf(buyer, baseUrl) })), []);
  });
});
