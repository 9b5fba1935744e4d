import type { BufferPoolRefundId, RegistryClient } from "isometric-registry";

/** A refund from a buffer pool and the batches it gave back. */
export async function loadRefund(registry: RegistryClient, id: BufferPoolRefundId, signal: AbortSignal) {
  const [refund, batches] = await Promise.all([
    registry.refunds.get(id, { signal }),
    registry.refunds.creditBatches(id, { signal }),
  ]);
  return { refund, batches: batches.nodes };
}
