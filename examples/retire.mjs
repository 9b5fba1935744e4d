import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { creditsFromKg, kgFromCredits } from "isometric-registry";
import { createTransactions } from "isometric-registry/transactions";
import { fileJournal } from "isometric-registry/transactions/node";
import { connectToLocal, localTimes } from "./connect.mjs";

const registry = await connectToLocal("buyer");
const me = await registry.organisations.current();
const batch = await registry.organisations.creditBatches(me.id, { status: ["active"] }).first();
if (batch === undefined) {
  throw new Error("there are no active credits to retire");
}

// This example creates a new registry and journal each time. Yours are kept between runs.
const journal = fileJournal(path.join(mkdtempSync(path.join(os.tmpdir(), "retire-")), "retirements.journal"));
const transactions = createTransactions(registry, { journal, ...localTimes });

try {
  // Finishes what an earlier run left open before starting anything new.
  for (const { reference, outcome } of await transactions.settle()) {
    console.log(`${reference} was open, and is ${outcome}`);
  }

  const plan = await transactions.planRetirement({
    reference: "order-4711", // yours: run again with the same journal, this returns the same retirement
    beneficiary_organisation_id: me.id,
    supplier_id: batch.supplier_id,
    retirement_purposes: ["corporate_targets"],
    credit_quantity_kg: kgFromCredits("1.25"),
  });
  for (const { serial_number, credit_quantity_kg } of plan.parts) {
    console.log(`Takes ${creditsFromKg(credit_quantity_kg)} credits of ${serial_number}`);
  }

  // Exactly once: after a lost answer, the outcome is determined by reading.
  const { retirement, receipt } = await plan.execute();
  console.log(
    `Retired ${creditsFromKg(retirement.credit_batch_size_total.credit_kgs)} credits (${receipt.certainty}): ${retirement.url}`,
  );
} finally {
  await transactions.close();
}
