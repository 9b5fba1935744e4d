import type {
  CreateRetirementByBatchRequest,
  CreditBatch,
  CreditBatchId,
  OrganisationId,
  RegistryClient,
  Retirement,
  SupplierId,
} from "isometric-registry";

/** Who can retire what, and in whose name. */
export async function loadWallet(registry: RegistryClient, signal: AbortSignal) {
  const owner = await registry.organisations.current({ signal });
  const [balance, beneficiaries, suppliers] = await Promise.all([
    registry.organisations.creditBalance(owner.id, { signal }),
    registry.beneficiaries.list({}, { signal }).toArray(),
    registry.suppliers.list({}, { signal }).toArray(),
  ]);
  return { owner, balance, beneficiaries, suppliers };
}

/** The active batches of one supplier's credits, the oldest first. */
export function loadBatches(
  registry: RegistryClient,
  owner: OrganisationId,
  supplier_id: SupplierId,
  signal: AbortSignal,
): Promise<CreditBatch[]> {
  const filters = {
    supplier_id,
    status: ["active"],
    sort_direction: "asc",
  } as const;
  return registry.organisations.creditBatches(owner, filters, { signal }).toArray();
}

/** What is taken of one batch. */
export interface Taken {
  readonly batch: CreditBatch;
  readonly kg: bigint;
  /** What stays in a batch that is split. */
  readonly rest: bigint;
}

export const totalOf = (plan: readonly Taken[]): bigint => plan.reduce((sum, { kg }) => sum + kg, 0n);

/** Takes kilograms from the first batches until there is enough. */
export function takeInOrder(batches: readonly CreditBatch[], kg: bigint): Taken[] {
  const plan: Taken[] = [];
  let missing = kg;
  for (const batch of batches) {
    if (missing <= 0n) {
      break;
    }
    const held = batch.size.credit_kgs;
    const taken = held < missing ? held : missing;
    plan.push({ batch, kg: taken, rest: held - taken });
    missing -= taken;
  }
  return plan;
}

/**
 * Retires exactly what was reviewed. It names the batches instead of calling `createFromOldestCredits`: if one of them
 * has changed since, the registry refuses and nothing happens.
 */
export function retire(
  registry: RegistryClient,
  plan: readonly Taken[],
  statement: Omit<CreateRetirementByBatchRequest, "credit_batch_quantities">,
): Promise<Retirement> {
  return registry.retirements.create({
    ...statement,
    credit_batch_quantities: plan.map(({ batch, kg }) => ({
      credit_batch_id: batch.id,
      credit_quantity_kg: kg,
    })),
  });
}

/** After an unknown outcome: the retirement of exactly this plan; `undefined` when there is none. */
export async function findRetirement(
  registry: RegistryClient,
  plan: readonly Taken[],
): Promise<Retirement | undefined> {
  for (const { batch } of plan) {
    const now = await registry.creditBatches.get(batch.id);
    const parts = await Promise.all(children(now).map((id) => registry.creditBatches.get(id)));
    for (const { retirement_id } of [now, ...parts]) {
      if (retirement_id === null) {
        continue;
      }
      const retirement = await registry.retirements.get(retirement_id);
      if (retirement.credit_batch_size_total.credit_kgs === totalOf(plan)) {
        return retirement;
      }
    }
  }
  return undefined;
}

const children = ({ left_child_id, right_child_id }: CreditBatch): CreditBatchId[] =>
  [left_child_id, right_child_id].filter((id) => id !== null);
