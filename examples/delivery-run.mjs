import { randomUUID } from "node:crypto";
import { creditsFromKg, isOutcomeUnknown } from "isometric-registry";
import { connectToLocal } from "./connect.mjs";

const registry = await connectToLocal("supplier");
const supplier = await registry.suppliers.current();
const stock = await registry.organisations
  .creditBatches(supplier.organisation.id, { status: ["active"], sort_direction: "asc" })
  .toArray();
// A supplier may hold credits of others; an order is for its own.
const own = stock.filter(({ supplier_id }) => supplier_id === supplier.id);
const available = own.map(({ id, size }) => ({ id, kilograms: size.credit_kgs }));

for await (const order of registry.suppliers.orders(supplier.id)) {
  const open = order.credits_ordered.credit_kgs - order.credits_delivered.credit_kgs;
  const quantities = take(open);
  if (quantities === undefined) {
    console.log(`${order.id}: ${order.status}, ${open === 0n ? "nothing open" : "too few credits for the rest"}`);
    continue;
  }
  const delivery = await deliver(order.id, quantities);
  console.log(
    `${order.id}: delivered ${creditsFromKg(open)} credits to ${order.buyer_organisation.name} as ${delivery.id}`,
  );
}

/** Delivers once: where nobody says what became of it, looks for it by its notes. */
async function deliver(orderId, quantities) {
  const notes = `Delivery run ${randomUUID()}`;
  try {
    return await registry.deliveries.create({ order_id: orderId, notes, credit_batch_quantities: quantities });
  } catch (error) {
    if (!isOutcomeUnknown(error)) {
      throw error;
    }
    // Where this fails as well, or finds nothing, it is still the first error that counts: it says that nobody knows.
    const made = await registry.orders
      .deliveries(orderId)
      .toArray()
      .catch(() => []);
    const found = made.find((delivery) => delivery.notes === notes);
    if (found === undefined) {
      throw error;
    }
    return found;
  }
}

/** Takes so many kilograms from what is left, the oldest first; nothing if there are too few. */
function take(wanted) {
  const left = available.reduce((sum, { kilograms }) => sum + kilograms, 0n);
  if (wanted === 0n || wanted > left) {
    return undefined;
  }
  const quantities = [];
  let missing = wanted;
  while (missing > 0n) {
    const [batch] = available;
    const taken = batch.kilograms < missing ? batch.kilograms : missing;
    quantities.push({ credit_batch_id: batch.id, credit_quantity_kg: taken });
    missing -= taken;
    // What is left of a batch goes on under a new id, so it is not touched again in this run.
    available.shift();
  }
  return quantities;
}
