import type {
  ForwardPage,
  Issuance,
  IssuanceId,
  ListOptions,
  Page,
  RegistryClient,
  SupplierId,
} from "isometric-registry";

/** The issuances to one supplier, or all. */
export function listIssuances(
  registry: RegistryClient,
  { supplier_id, ...page }: ForwardPage & { supplier_id?: SupplierId },
  options: ListOptions,
): AsyncIterable<Page<Issuance>> {
  const list = supplier_id
    ? registry.suppliers.issuances(supplier_id, page, options)
    : registry.issuances.list(page, options);
  return list.pages();
}

/** An issuance and its batches as they were issued. */
export async function loadIssuance(registry: RegistryClient, id: IssuanceId, signal: AbortSignal) {
  const [issuance, batches] = await Promise.all([
    registry.issuances.get(id, { signal }),
    registry.issuances.creditBatches(id, { signal }),
  ]);
  return { issuance, batches };
}
