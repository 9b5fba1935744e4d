import type {
  ForwardPage,
  ListOptions,
  Page,
  RegistryClient,
  Retirement,
  RetirementFilters,
  RetirementId,
} from "isometric-registry";

/** Retirements that meet every filter, the newest first. */
export function listRetirements(
  registry: RegistryClient,
  filters: RetirementFilters & ForwardPage,
  options: ListOptions,
): AsyncIterable<Page<Retirement>> {
  return registry.retirements.list(filters, options).pages();
}

/** A retirement and the batches it used up. */
export async function loadRetirement(registry: RegistryClient, id: RetirementId, signal: AbortSignal) {
  const [retirement, batches] = await Promise.all([
    registry.retirements.get(id, { signal }),
    registry.retirements.creditBatches(id, { signal }),
  ]);
  return { retirement, batches: batches.nodes };
}
