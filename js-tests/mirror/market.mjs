import assert from "node:assert/strict";
import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";

/** When it begins. */
export const START = Date.UTC(2025, 0, 1);

/** After everything in the registry: when a mirror first saw it whose clock is the machine's. */
export const SEEN = Number.MAX_VALUE;

/**
 * A market that is led by hand: every event is written down, as `{ at, kind, from, to, what, kg }`, when it is made.
 */
export class Market {
  /** What has happened. */
  events = [];
  /** Credits that were refunded and have not moved since: to whom, and from which pool, by batch. */
  refunded = new Map();
  now = START;
  /** @type {(bound: number) => number} */
  below = () => 0;
  /** @type {any} */
  local;
  /** @type {any[]} */
  buyers = [];
  /** @type {any[]} */
  suppliers = [];

  static async begin(below) {
    const market = new Market();
    market.below = below;
    market.local = await createLocalRegistry({ empty: true, now: () => market.now });
    const { admin } = market.local;
    for (const name of ["Airline", "Bank", "Council"]) {
      market.buyers.push(await admin.addOrganisation({ name, domain: `${name}.example` }));
    }
    for (const name of ["Basalt", "Biochar"]) {
      const supplier = await admin.addSupplier({ name });
      const projects = [];
      for (const part of ["North", "South"]) {
        projects.push(
          await admin.addProject({
            supplier_id: supplier.id,
            name: `${name} ${part}`,
            pathway: "enhanced_weathering",
            country_code: "KEN",
          }),
        );
      }
      market.suppliers.push({ ...supplier, projects, pool: undefined });
    }
    return market;
  }

  clientOf({ clientSecret, accessToken }) {
    const { fetch, baseUrl } = this.local;
    return new RegistryClient({ fetch, baseUrl, clientSecret, accessToken });
  }

  one(list) {
    return list[this.below(list.length)];
  }

  note(kind, from, to, batch, kg, at = this.now) {
    const what = `${batch.project_id} ${batch.sequestered_on.slice(0, 4)}`;
    this.events.push({ at, kind, from, to, what, kg });
  }

  /** Issues credits of two vintages, a part of them to the buffer pool. */
  async issue() {
    const supplier = this.one(this.suppliers);
    const issuance = await this.local.admin.issue({
      project_id: this.one(supplier.projects).id,
      removals: ["2023-12-31", "2024-01-01"].map((sequestered_on) => ({
        sequestered_on,
        credit_quantity_kg: 1000 + this.below(9000),
        buffer_pool_credit_quantity_kg: 100 + this.below(900),
      })),
    });
    const parts = await this.clientOf(supplier.account).issuances.creditBatches(issuance.id);
    for (const batch of [...parts.supplier_credit_batches, ...parts.buffer_pool_credit_batches]) {
      this.note("issuance", undefined, batch.owner.id, batch, batch.size.credit_kgs);
    }
    supplier.pool ??= parts.buffer_pool_credit_batches[0]?.owner.id;
  }

  /** Some batches of an owner, of one supplier, the last of them in part: what is left of it stays. */
  async chosen(owner, client, supplier) {
    const batches = (await client.organisations.creditBatches(owner, { status: ["active"] }).toArray()).filter(
      (batch) => batch.supplier_id === supplier.id,
    );
    const some = batches.slice(this.below(batches.length || 1)).slice(0, 1 + this.below(3));
    return some.map((batch, place) => {
      const all = batch.size.credit_kgs;
      const kg =
        place === some.length - 1 && all > 2n && this.below(4) > 0 ? 1n + BigInt(this.below(Number(all) - 1)) : all;
      return { batch, kg };
    });
  }

  /** Writes a movement down, before it the refunds by which its credits came to whom they leave. */
  async moved(kind, from, to, parts, client) {
    for (const { batch, kg } of parts) {
      const refund = this.refunded.get(batch.id);
      if (refund !== undefined) {
        this.refunded.delete(batch.id);
        this.note("refund", refund.pool, refund.to, batch, kg);
        const { left_child_id, right_child_id } = await client.creditBatches.get(batch.id);
        for (const id of [left_child_id, right_child_id].filter((one) => one !== null)) {
          const child = await client.creditBatches.get(id);
          if (child.status === "active" && child.owner.id === from) {
            this.refunded.set(id, { ...refund, batch: child });
          }
        }
      }
      this.note(kind, from, to, batch, kg);
    }
  }

  async deliver() {
    const supplier = this.one(this.suppliers);
    const { account, organisation } = supplier;
    const client = this.clientOf(account);
    const parts = await this.chosen(organisation.id, client, supplier);
    if (parts.length > 0) {
      const buyer = this.one(this.buyers);
      const order = await this.local.admin.placeOrder({
        supplier_id: supplier.id,
        buyer_organisation_id: buyer.id,
        credit_quantity_kg: parts.reduce((sum, { kg }) => sum + kg, 0n),
      });
      await client.deliveries.create({ order_id: order.id, credit_batch_quantities: quantities(parts) });
      await this.moved("delivery", organisation.id, buyer.id, parts, client);
    }
  }

  async transfer() {
    const [from, supplier] = [this.one(this.buyers), this.one(this.suppliers)];
    const to = this.one(this.buyers.filter((buyer) => buyer !== from));
    const client = this.clientOf(from.account);
    const parts = await this.chosen(from.id, client, supplier);
    if (parts.length > 0) {
      await client.transfers.create({
        from_organisation_id: from.id,
        to_organisation_id: to.id,
        supplier_id: supplier.id,
        credit_batch_quantities: quantities(parts),
      });
      await this.moved("transfer", from.id, to.id, parts, client);
    }
  }

  /** Retires credits of a buyer, or of a supplier, half of the time on behalf of someone else. */
  async retire() {
    const supplier = this.one(this.suppliers);
    const buyers = this.buyers.map(({ id, account }) => ({ id, account }));
    const owner = this.one([...buyers, { id: supplier.organisation.id, account: supplier.account }]);
    const client = this.clientOf(owner.account);
    const parts = await this.chosen(owner.id, client, supplier);
    if (parts.length > 0) {
      const other = { beneficiary_name: "Ada", beneficiary_domain: `ada-${this.events.length}.example` };
      const beneficiary = this.below(2) === 0 ? owner : await client.beneficiaries.create(other);
      await client.retirements.create({
        owner_organisation_id: owner.id,
        beneficiary_organisation_id: beneficiary.id,
        supplier_id: supplier.id,
        credit_batch_quantities: quantities(parts),
        retirement_purposes: ["other"],
      });
      await this.moved("retirement", owner.id, undefined, parts, client);
    }
  }

  async refund() {
    const supplier = this.one(this.suppliers);
    const { admin } = this.local;
    const client = this.clientOf(supplier.account);
    const refund = await admin
      .refund({ supplier_id: supplier.id, credit_quantity_kg: 1 + this.below(150), notes: "Measured again." })
      .catch((error) => assert.match(error.message, /There are only/));
    if (refund) {
      const { nodes } = await client.refunds.creditBatches(refund.id);
      for (const batch of nodes) {
        this.refunded.set(batch.id, { batch, pool: supplier.pool, to: supplier.organisation.id });
      }
    }
  }

  /** All events, with the refunds of what has not moved since. */
  all() {
    const open = [...this.refunded.values()].map(({ batch, pool, to }) => ({
      ...{ at: SEEN, kind: "refund", from: pool, to, kg: batch.size.credit_kgs },
      what: `${batch.project_id} ${batch.sequestered_on.slice(0, 4)}`,
    }));
    return [...this.events, ...open];
  }
}

const quantities = (parts) => parts.map(({ batch, kg }) => ({ credit_batch_id: batch.id, credit_quantity_kg: kg }));
