import assert from "node:assert/strict";
import { test } from "node:test";
import { RegistryClient } from "isometric-registry";
import { AmbiguousError, UnsettledError } from "isometric-registry/transactions";
import { rejection } from "../transport/support.mjs";
import { credentials, firstPosts, lose, market, posts, reads } from "./support.mjs";

const timeout = 120_000;

/** A supplier who transfers to a buyer, and clients of both that no journal knows of. */
async function traders(t) {
  const world = await market(t, { role: "supplier" });
  const { registry, me, account, accounts, baseUrl } = world;
  const supplier = await registry.suppliers.current();
  const clientOf = (one) => new RegistryClient({ baseUrl, ...credentials(one) });
  const buyer = accounts.find(({ role }) => role === "buyer");
  const [own, other] = [clientOf(account), clientOf(buyer)];
  const receiver = await other.organisations.current();
  const active = async () => {
    const batches = await own.organisations
      .creditBatches(me.id, { status: ["active"], sort_direction: "asc" })
      .toArray();
    return batches.filter(({ supplier_id }) => supplier_id === supplier.id);
  };
  /** Transfers without a journal. */
  const transfer = (client, from, to, batch, kilograms) =>
    client.transfers.create({
      from_organisation_id: from.id,
      to_organisation_id: to.id,
      supplier_id: supplier.id,
      credit_batch_quantities: [{ credit_batch_id: batch, credit_quantity_kg: kilograms }],
    });
  const plan = (reference, kilograms) =>
    world.transactions.planTransfer({
      reference,
      to_organisation_id: receiver.id,
      supplier_id: supplier.id,
      credit_quantity_kg: kilograms,
    });
  return { world, me, receiver, own, other, active, transfer, plan };
}

test("a transfer is found on a later page of the list, among others between the same two", { timeout }, async (t) => {
  const { world, me, receiver, own, active, transfer, plan } = await traders(t);
  const planned = await plan("many", 1_001n);
  const [, ...others] = await active();
  assert.ok(planned.parts.every(({ credit_batch_id }) => others.every(({ id }) => id !== credit_batch_id)));
  world.weather.next = (_, send) => lose.answer(send);
  assert.ok((await rejection(planned.execute({ settleWithinMs: 300 }))) instanceof UnsettledError);
  world.weather.next = undefined;
  // One of the same size among them: the batch that it took tells them apart.
  let { id } = others.sort((one, other) => Number(other.size.credit_kgs - one.size.credit_kgs))[0];
  for (let count = 0; count < 52; count += 1) {
    await transfer(own, me, receiver, id, count === 30 ? 1_001n : 1n);
    const split = await own.creditBatches.get(id);
    const children = await Promise.all(
      [split.left_child_id, split.right_child_id].map((child) => own.creditBatches.get(child)),
    );
    ({ id } = children.find(({ status, owner }) => status === "active" && owner.id === me.id));
  }
  world.sent.length = 0;
  const [settled] = await world.transactions.settle();
  assert.equal(settled.outcome, "applied");
  const { nodes } = await own.transfers.creditBatches(/** @type {any} */ (settled.recordId));
  assert.deepEqual(
    nodes.map(({ parent_id, size }) => [parent_id, size.credit_kgs]),
    planned.parts.map(({ credit_batch_id, credit_quantity_kg }) => [credit_batch_id, credit_quantity_kg]),
  );
  assert.equal(posts(world.sent).length, 0);
  assert.ok(reads(world.sent).filter((request) => request === "GET /transfers").length >= 2, "more than a page");
});

test("of two transfers that are the same in all, the caller says which is theirs", { timeout }, async (t) => {
  const { world, me, receiver, own, other, active, transfer, plan } = await traders(t);
  const [oldest] = await active();
  const planned = await plan("came-back", oldest.size.credit_kgs);
  assert.deepEqual(
    planned.parts.map(({ credit_batch_id }) => credit_batch_id),
    [oldest.id],
  );
  world.weather.next = firstPosts(1, async (send) => {
    await lose.answer(send).catch(() => undefined);
    await transfer(other, receiver, me, oldest.id, oldest.size.credit_kgs);
    await transfer(own, me, receiver, oldest.id, oldest.size.credit_kgs);
    throw new TypeError("fetch failed");
  });
  const error = await rejection(planned.execute());
  assert.ok(error instanceof AmbiguousError, error);
  const [second, first] = (
    await own.transfers.list({ from_organisation_id: me.id, to_organisation_id: receiver.id }).pages().next()
  ).value.nodes;
  assert.deepEqual([...error.candidates].sort(), [first.id, second.id].sort());
  assert.equal(posts(world.sent).length, 1);

  const [settled] = await world.transactions.settle();
  assert.deepEqual([settled.outcome, posts(world.sent).length], ["ambiguous", 1]);
  const none = await rejection(world.transactions.resolve("came-back", "tfr_0123456789ABCDEF"));
  assert.match(none.message, /expected one of tfr_/);
  assert.equal((await world.transactions.resolve("came-back", first.id)).outcome, "applied");
  assert.match(await world.transactions.explain("came-back"), new RegExp(`record ${first.id}`));
  assert.deepEqual(await world.transactions.open(), []);
});
