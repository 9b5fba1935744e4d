import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { creditsFromKg, InvalidRequestError } from "isometric-registry";
import { createTransactions } from "isometric-registry/transactions";
import { fileJournal } from "isometric-registry/transactions/node";
import { connectToLocal, localTimes } from "./connect.mjs";

const registry = await connectToLocal("supplier");
const supplier = await registry.suppliers.current();

// This example creates a new registry and journal each time. Yours are kept between runs.
const journal = fileJournal(path.join(mkdtempSync(path.join(os.tmpdir(), "deliver-")), "deliveries.journal"));
const transactions = createTransactions(registry, { journal, ...localTimes });
try {
  await transactions.settle(); // finishes what an earlier run left open
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
      // The reference includes what is already delivered, so that a later delivery of the same order is a new one.
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
    // For example, an order for more than is in stock: the run continues.
    console.log(`${order.id}: ${order.status}, ${error.message}`);
  }
}
