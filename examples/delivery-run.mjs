import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { creditsFromKg, InvalidRequestError } from "isometric-registry";
import { createTransactions } from "isometric-registry/transactions";
import { fileJournal } from "isometric-registry/transactions/node";
import { connectToLocal, localTimes } from "./connect.mjs";

const registry = await connectToLocal("supplier");
const supplier = await registry.suppliers.current();

// The registry of this example is new each time, and so is the journal. Yours stays where it is.
const journal = fileJournal(path.join(mkdtempSync(path.join(os.tmpdir(), "deliver-")), "deliveries.journal"));
const transactions = createTransactions(registry, { journal, ...localTimes });
try {
  await transactions.settle(); // what an earlier run has left open
  for await (const order of registry.suppliers.orders(supplier.id)) {
    await deliver(order);
  }
} finally {
  await transactions.close();
}

/**
 * Delivers what is left of an order, once.
 *
 * @param {import("isometric-registry").Order} order
 */
async function deliver(order) {
  const open = order.credits_ordered.credit_kgs - order.credits_delivered.credit_kgs;
  if (open === 0n) {
    console.log(`${order.id}: ${order.status}, nothing open`);
    return;
  }
  try {
    const plan = await transactions.planDelivery({
      // What is delivered already is in the name, so that a later rest of the same order is another delivery.
      reference: `${order.id} after ${order.credits_delivered.credit_kgs} kg`,
      order_id: order.id,
      credit_quantity_kg: open,
    });
    const { delivery } = await plan.execute();
    console.log(
      `${order.id}: delivered ${creditsFromKg(open)} credits to ${order.buyer_organisation.name} as ${delivery.id}`,
    );
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) {
      throw error;
    }
    // Such as an order for more than there is in stock: the run goes on.
    console.log(`${order.id}: ${order.status}, ${error.message}`);
  }
}
