import { creditsFromKg } from "isometric-registry";

/** How much the tour retires, in kilograms. */
const RETIRED_KG = 2500n;

const credits = ({ credit_kgs }) => `${creditsFromKg(credit_kgs)} credits`;

/** Shows what the client does: the organisation, its credits, and, with a local registry, a retirement. */
export async function tour(registry, { writes }) {
  const me = await registry.organisations.current();
  console.log(`Authenticated as ${me.name} (${me.id})`);

  await printBalance(registry, me);
  const batches = await printActiveBatches(registry, me);

  if (!writes) {
    console.log("\nThis is not a local registry, so nothing is retired.");
    return;
  }
  const [oldest] = batches;
  if (oldest === undefined) {
    console.log("\nThere are no active credits to retire.");
    return;
  }
  const retirement = await registry.retirements.createFromOldestCredits({
    owner_organisation_id: me.id,
    beneficiary_organisation_id: me.id,
    supplier_id: oldest.supplier_id,
    retirement_purposes: ["corporate_targets"],
    credit_quantity_kg: RETIRED_KG,
    notes: "Retired on a tour of isometric-registry",
  });
  console.log(
    `\nRetired ${credits(retirement.credit_batch_size_total)} for ${retirement.beneficiary.name} as ${retirement.id}`,
  );
  const { nodes } = await registry.retirements.creditBatches(retirement.id);
  for (const batch of nodes) {
    const origin = batch.parent_id === null ? "whole" : `split from ${batch.parent_id}`;
    console.log(`  ${batch.serial_number}  ${credits(batch.size)}  ${origin}`);
  }
  console.log();
  await printBalance(registry, me);
}

async function printBalance(registry, me) {
  const { total } = await registry.organisations.creditBalance(me.id);
  console.log(
    `Balance: ${credits(total.active_credits_total)} active, ${credits(total.retired_credits_total)} retired`,
  );
}

/** Prints every active batch and returns them, oldest first. */
async function printActiveBatches(registry, me) {
  console.log("\nActive credit batches, oldest first:");
  const batches = [];
  for await (const batch of registry.organisations.creditBatches(me.id, {
    status: ["active"],
    sort_direction: "asc",
  })) {
    console.log(`  ${batch.serial_number}  ${batch.sequestered_on.slice(0, 4)}  ${credits(batch.size)}`);
    batches.push(batch);
  }
  return batches;
}
