import assert from "node:assert/strict";
import { test } from "node:test";
import { RegistryClient } from "isometric-registry";
import { generator, kilograms, serveLocal } from "./support.mjs";

const STEPS = 150;

for (const seed of [1, 2, 3]) {
  test(`${STEPS} random transactions from outside neither make nor lose a kilogram (seed ${seed})`, async (t) => {
    const market = await openMarket(t);
    const random = generator(seed);
    const done = {};
    for (let step = 0; step < STEPS; step += 1) {
      const name = pick(random, Object.keys(acts));
      const end = await acts[name](market, random).then(() => "done", refusal);
      done[name] ??= {};
      done[name][end] = (done[name][end] ?? 0) + 1;
      if (step % 15 === 14) {
        await check(market);
      }
    }
    for (const name of Object.keys(acts)) {
      assert.ok(done[name].done > 0, `${name} was never done: ${JSON.stringify(done)}`);
    }
  });
}

/** A refusal will do, by the registry or by the client (a list of no batches); a failure will not. */
function refusal(error) {
  if (error.outcome === "not_sent" || [403, 409, 422].includes(error.status)) {
    return "refused";
  }
  throw error;
}

const pick = (random, items) => items[random(items.length)];

/** Two suppliers and three buyers, each with a client. */
async function openMarket(t) {
  const { local, baseUrl } = await serveLocal(t, { empty: true });
  const { admin } = local;
  const join = ({ account }) => {
    const { clientSecret, accessToken, organisation_id: id } = account;
    return { id, supplier: account.supplier_id, registry: new RegistryClient({ baseUrl, clientSecret, accessToken }) };
  };
  const buyers = [];
  for (const name of ["A", "B", "C"]) {
    buyers.push(join(await admin.addOrganisation({ name })));
  }
  const suppliers = [];
  for (const name of ["D", "E"]) {
    const supplier = join(await admin.addSupplier({ name }));
    const project = { supplier_id: supplier.supplier, name, pathway: "direct_air_capture", country_code: "ISL" };
    suppliers.push({ ...supplier, project: await admin.addProject(project), orders: [] });
  }
  return { admin, buyers, suppliers, all: [...buyers, ...suppliers], issued: 0n, retired: new Map() };
}

/** The parts of some of an owner's active batches of one supplier. */
async function quantities({ id, registry }, supplier_id, random) {
  const active = await registry.organisations.creditBatches(id, { status: ["active"], supplier_id }).toArray();
  return active.slice(0, 1 + random(3)).map(({ id: credit_batch_id, size }) => ({
    credit_batch_id,
    // All of it, a part of it, or more than there is.
    credit_quantity_kg: random(4) === 0 ? size.credit_kgs : 1n + BigInt(random(Number(size.credit_kgs) + 20)),
  }));
}

const acts = {
  async issue(market, random) {
    const { project } = pick(random, market.suppliers);
    const removals = Array.from({ length: 1 + random(3) }, () => ({ credit_quantity_kg: BigInt(1 + random(9000)) }));
    await market.admin.issue({ project_id: project.id, removals });
    for (const { credit_quantity_kg } of removals) {
      market.issued += credit_quantity_kg;
    }
  },
  async order({ admin, suppliers, buyers }, random) {
    const supplier = pick(random, suppliers);
    const to = { supplier_id: supplier.supplier, buyer_organisation_id: pick(random, buyers).id };
    supplier.orders.push(await admin.placeOrder({ ...to, credit_quantity_kg: BigInt(1 + random(6000)) }));
  },
  async deliver({ suppliers }, random) {
    const supplier = pick(random, suppliers);
    await supplier.registry.deliveries.create({
      order_id: pick(random, supplier.orders)?.id ?? "ord_0000000000000000",
      credit_batch_quantities: await quantities(supplier, supplier.supplier, random),
    });
  },
  async transfer({ all, suppliers }, random) {
    const [from, to, { supplier }] = [pick(random, all), pick(random, all), pick(random, suppliers)];
    await from.registry.transfers.create({
      from_organisation_id: from.id,
      to_organisation_id: to.id,
      supplier_id: supplier,
      credit_batch_quantities: await quantities(from, supplier, random),
    });
  },
  async retire({ all, suppliers }, random) {
    const [owner, { supplier }] = [pick(random, all), pick(random, suppliers)];
    await owner.registry.retirements.create({
      ...retiring(owner, supplier),
      credit_batch_quantities: await quantities(owner, supplier, random),
    });
  },
  async retireOldest({ all, suppliers }, random) {
    const [owner, { supplier }] = [pick(random, all), pick(random, suppliers)];
    const credit_quantity_kg = BigInt(1 + random(3000));
    await owner.registry.retirements.createFromOldestCredits({ ...retiring(owner, supplier), credit_quantity_kg });
  },
};

const retiring = ({ id }, supplier_id) => ({
  owner_organisation_id: id,
  beneficiary_organisation_id: id,
  supplier_id,
  retirement_purposes: ["other"],
});

/** Compares what everybody holds with what was issued, and every balance with its batches. */
async function check({ all, suppliers, issued, retired }) {
  const leaves = new Map();
  for (const { id, registry } of all) {
    const batches = await registry.organisations
      .creditBatches(id, { status: ["active", "retired", "split"] })
      .toArray();
    const of = (status) => batches.filter((batch) => batch.status === status);
    for (const batch of [...of("active"), ...of("retired")]) {
      assert.ok(!leaves.has(batch.id), `${batch.id} has two owners`);
      leaves.set(batch.id, batch);
    }
    const { total, supplier_balances } = await registry.organisations.creditBalance(id);
    assert.equal(total.active_credits_total.credit_kgs, kilograms(of("active")));
    assert.equal(total.retired_credits_total.credit_kgs, kilograms(of("retired")));
    const bySupplier = supplier_balances.map((one) => one.total.active_credits_total.credit_kgs);
    assert.equal(
      bySupplier.reduce((sum, one) => sum + one, 0n),
      total.active_credits_total.credit_kgs,
    );
    for (const batch of of("split")) {
      const children = await Promise.all(
        [batch.left_child_id, batch.right_child_id].map((child) => registry.creditBatches.get(child)),
      );
      assert.equal(kilograms(children), batch.size.credit_kgs);
    }
  }
  assert.equal(kilograms([...leaves.values()]), issued);
  for (const [id, batch] of retired) {
    assert.deepEqual(leaves.get(id), batch);
  }
  for (const batch of leaves.values()) {
    if (batch.status === "retired") {
      retired.set(batch.id, batch);
    }
  }
  for (const { registry, orders } of suppliers) {
    for (const { id } of orders) {
      const { credits_delivered, credits_ordered, status } = await registry.orders.get(id);
      const deliveries = await registry.orders.deliveries(id).toArray();
      const delivered = deliveries.reduce(
        (sum, { credit_batch_size_total }) => sum + credit_batch_size_total.credit_kgs,
        0n,
      );
      assert.equal(credits_delivered.credit_kgs, delivered);
      assert.ok(delivered <= credits_ordered.credit_kgs);
      assert.equal(status === "completed", delivered === credits_ordered.credit_kgs);
    }
  }
}
