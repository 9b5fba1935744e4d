import type {
  CreditBatch,
  CreditBatchId,
  Delivery,
  OrganisationId,
  RegistryClient,
  Retirement,
  Transfer,
} from "isometric-registry";

/** A batch, what it went through, and the two batches that it was split into. */
export interface Life {
  readonly batch: CreditBatch;
  readonly delivery: Delivery | undefined;
  readonly transfers: readonly Transfer[];
  readonly retirement: Retirement | undefined;
  readonly children: readonly Life[];
}

/** The whole family of a batch, from its issuance to where each of its credits is now. */
export async function loadLife(registry: RegistryClient, id: CreditBatchId, signal: AbortSignal) {
  const root = await loadRoot(registry, id, signal);
  const [issuance, batches] = await Promise.all([
    registry.issuances.get(root.issuance_id, { signal }),
    loadDescendants(registry, root, signal),
  ]);
  const events = await loadEvents(registry, batches, signal);
  return {
    issuance,
    life: grow(root, new Map(batches.map((batch) => [batch.id, batch])), events),
  };
}

/** Climbs to the batch as it was issued. */
async function loadRoot(registry: RegistryClient, id: CreditBatchId, signal: AbortSignal): Promise<CreditBatch> {
  const batch = await registry.creditBatches.get(id, { signal });
  return batch.parent_id === null ? batch : loadRoot(registry, batch.parent_id, signal);
}

/** The batch and all that it was split into, one generation after the other. */
async function loadDescendants(
  registry: RegistryClient,
  root: CreditBatch,
  signal: AbortSignal,
): Promise<CreditBatch[]> {
  const found = [root];
  let generation = [root];
  while (generation.length > 0) {
    const ids = generation.flatMap((batch) => [batch.left_child_id, batch.right_child_id]).filter((id) => id !== null);
    generation = await Promise.all(ids.map((id) => registry.creditBatches.get(id, { signal })));
    found.push(...generation);
  }
  return found;
}

type Moved = readonly [Transfer, ReadonlySet<CreditBatchId>];

interface Events {
  readonly deliveries: ReadonlyMap<string, Delivery>;
  readonly retirements: ReadonlyMap<string, Retirement>;
  readonly transfers: readonly Moved[];
}

async function loadEvents(
  registry: RegistryClient,
  batches: readonly CreditBatch[],
  signal: AbortSignal,
): Promise<Events> {
  const deliveryIds = distinct(batches.map((batch) => batch.delivery_id));
  const retirementIds = distinct(batches.map((batch) => batch.retirement_id));
  const [deliveries, retirements, transfers] = await Promise.all([
    Promise.all(deliveryIds.map((id) => registry.deliveries.get(id, { signal }))),
    Promise.all(retirementIds.map((id) => registry.retirements.get(id, { signal }))),
    loadTransfers(registry, batches, signal),
  ]);
  return {
    deliveries: byId(deliveries),
    retirements: byId(retirements),
    transfers,
  };
}

/** A batch does not name its transfers: looks at those to its owners, and to whoever gave it to them. */
async function loadTransfers(
  registry: RegistryClient,
  batches: readonly CreditBatch[],
  signal: AbortSignal,
): Promise<Moved[]> {
  const family = new Set(batches.map(({ id }) => id));
  const found: Moved[] = [];
  const seen = new Set<OrganisationId>();
  let receivers = distinct(batches.map(({ owner }) => owner.id));
  while (receivers.length > 0) {
    for (const id of receivers) {
      seen.add(id);
    }
    const lists = await Promise.all(
      receivers.map((id) => registry.transfers.list({ to_organisation_id: id }, { signal }).toArray()),
    );
    const moved = await Promise.all(lists.flat().map((transfer) => loadMoved(registry, transfer, signal)));
    const relevant = moved.filter(([, ids]) => [...ids].some((id) => family.has(id)));
    found.push(...relevant);
    const givers = distinct(relevant.map(([{ from_organisation }]) => from_organisation.id));
    receivers = givers.filter((id) => !seen.has(id));
  }
  return found.sort(([one], [other]) => Date.parse(one.transferred_at) - Date.parse(other.transferred_at));
}

async function loadMoved(registry: RegistryClient, transfer: Transfer, signal: AbortSignal): Promise<Moved> {
  const { nodes } = await registry.transfers.creditBatches(transfer.id, {
    signal,
  });
  return [transfer, new Set(nodes.map(({ id }) => id))];
}

function grow(batch: CreditBatch, batches: ReadonlyMap<string, CreditBatch>, events: Events): Life {
  const children = [batch.left_child_id, batch.right_child_id].flatMap((id) => batches.get(id ?? "") ?? []);
  return {
    batch,
    delivery: events.deliveries.get(batch.delivery_id ?? ""),
    transfers: events.transfers.filter(([, moved]) => moved.has(batch.id)).map(([transfer]) => transfer),
    retirement: events.retirements.get(batch.retirement_id ?? ""),
    children: children.map((child) => grow(child, batches, events)),
  };
}

const distinct = <T>(values: readonly (T | null)[]): T[] => [...new Set(values.filter((value) => value !== null))];
const byId = <T extends { id: string }>(items: readonly T[]) => new Map(items.map((item) => [item.id as string, item]));
