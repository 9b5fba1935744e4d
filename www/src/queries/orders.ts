import type { ForwardPage, ListOptions, Order, OrderId, Page, RegistryClient } from "isometric-registry";

/** The orders of the organisation that is signed in. */
export async function* listOrders(
  registry: RegistryClient,
  page: ForwardPage,
  options: ListOptions,
): AsyncIterable<Page<Order>> {
  const me = await registry.organisations.current({ signal: options.signal });
  yield* registry.organisations.orders(me.id, page, options).pages();
}

/** An order and what was delivered against it. */
export async function loadOrder(registry: RegistryClient, id: OrderId, signal: AbortSignal) {
  const [order, deliveries] = await Promise.all([
    registry.orders.get(id, { signal }),
    registry.orders.deliveries(id, {}, { signal }).toArray(),
  ]);
  return { order, deliveries };
}
