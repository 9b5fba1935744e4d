import { creditsFromKg } from "isometric-registry";
import { connectToLocal } from "./connect.mjs";

const registry = await connectToLocal("supplier");
const supplier = await registry.suppliers.current();
const stock = await registry.organisations
  .creditBatches(supplier.organisation.id, { status: ["active"], sort_direction: "asc" })
  .toArray();
const available = stock.map(({ id, size }) => ({ id, kilograms: size.credit_kgs }));

for await (const order of registry.suppliers.orders(supplier.id)) {
  const open = order.credits_ordered.credit_kgs - order.credits_delivered.credit_kgs;
  const quantities = take(open);
  if (quantities === undefined) {
    console.log(`${order.id}: ${order.status}, ${open === 0n ? "nothing open" : "too few credits for the rest"}`);
    continue;
  }
  const delivery = await registry.deliveries.create({ order_id: order.id, credit_batch_quantities: quantities });
  console.log(
    `${order.id}: delivered ${creditsFromKg(open)} credits to ${order.buyer_organisation.name} as ${delivery.id}`,
  );
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
