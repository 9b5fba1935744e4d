import type {
  CreditBatch,
  CreditBatchFilters,
  ForwardPage,
  ListOptions,
  Page,
  RegistryClient,
} from "isometric-registry";

/** The credit batches of the organisation that is signed in, those that meet every filter. */
export async function* listBatches(
  registry: RegistryClient,
  filters: CreditBatchFilters & ForwardPage,
  options: ListOptions,
): AsyncIterable<Page<CreditBatch>> {
  const me = await registry.organisations.current({ signal: options.signal });
  yield* registry.organisations.creditBatches(me.id, filters, options).pages();
}
