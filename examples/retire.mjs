import { randomUUID } from "node:crypto";
import { creditsFromKg, isOutcomeUnknown, kgFromCredits } from "isometric-registry";
import { connectToLocal } from "./connect.mjs";

const registry = await connectToLocal("buyer");
const me = await registry.organisations.current();
const batch = await registry.organisations.creditBatches(me.id, { status: ["active"] }).first();

const retirement = await retire({
  owner_organisation_id: me.id,
  beneficiary_organisation_id: me.id,
  supplier_id: batch.supplier_id,
  retirement_purposes: ["corporate_targets"],
  credit_quantity_kg: kgFromCredits("1.25"),
  // By this note the retirement can be told from every other.
  notes: `Example ${randomUUID()}`,
});
console.log(`Retired ${creditsFromKg(retirement.credit_batch_size_total.credit_kgs)} credits: ${retirement.url}`);

/** Retires once: where nobody says what became of it, looks for it. */
async function retire(body) {
  try {
    return await registry.retirements.createFromOldestCredits(body);
  } catch (error) {
    if (!isOutcomeUnknown(error)) {
      throw error;
    }
    const recent = await registry.retirements.list({ owner_org_id: body.owner_organisation_id }).toArray({ limit: 20 });
    const found = recent.find(({ notes }) => notes === body.notes);
    if (found === undefined) {
      throw error;
    }
    return found;
  }
}
