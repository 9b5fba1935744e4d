import type {
  Delivery,
  DeliveryFilters,
  DeliveryId,
  ForwardPage,
  ListOptions,
  Page,
  RegistryClient,
} from "isometric-registry";

/** Deliveries that meet every filter, the newest first. */
export function listDeliveries(
  registry: RegistryClient,
  filters: DeliveryFilters & ForwardPage,
  options: ListOptions,
): AsyncIterable<Page<Delivery>> {
  return registry.deliveries.list(filters, options).pages();
}

/** A delivery and the batches it brought. */
export async function loadDelivery(registry: RegistryClient, id: DeliveryId, signal: AbortSignal) {
  const [delivery, batches] = await Promise.all([
    registry.deliveries.get(id, { signal }),
    registry.deliveries.creditBatches(id, { signal }),
  ]);
  return { delivery, batches: batches.nodes };
}
