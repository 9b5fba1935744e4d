import type {
  ForwardPage,
  ListOptions,
  Page,
  RegistryClient,
  Transfer,
  TransferFilters,
  TransferId,
} from "isometric-registry";

/** Transfers that meet every filter, the newest first. */
export function listTransfers(
  registry: RegistryClient,
  filters: TransferFilters & ForwardPage,
  options: ListOptions,
): AsyncIterable<Page<Transfer>> {
  return registry.transfers.list(filters, options).pages();
}

/** A transfer and the batches it moved. */
export async function loadTransfer(registry: RegistryClient, id: TransferId, signal: AbortSignal) {
  const [transfer, batches] = await Promise.all([
    registry.transfers.get(id, { signal }),
    registry.transfers.creditBatches(id, { signal }),
  ]);
  return { transfer, batches: batches.nodes };
}
