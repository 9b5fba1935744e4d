import type {
  CreditBatch,
  OrganisationId,
  RegistryClient,
  Retirement,
  RetirementPurpose,
  SupplierId,
} from "isometric-registry";
import type { Plan, Transactions } from "isometric-registry/transactions";

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

export type RetirementPlan = Plan<"retirement", Retirement>;

/** A retirement as somebody wants it. */
export interface Statement {
  /** Names it: one reference never acts twice. */
  readonly reference: string;
  readonly beneficiary_organisation_id: OrganisationId;
  readonly supplier_id: SupplierId;
  readonly retirement_purposes: readonly RetirementPurpose[];
  readonly notes: string | null;
}

/**
 * Plans to retire exactly these parts, and claims their batches. `plan.execute()` retires them once: where an answer is lost,
 * it finds out what became of the batches, and sends the request again only when nothing of it can have happened.
 */
export function planRetirement(
  transactions: Transactions,
  { retirement_purposes, ...statement }: Statement,
  taken: readonly Taken[],
): Promise<RetirementPlan> {
  const [purpose, ...purposes] = retirement_purposes;
  const [first, ...others] = taken.map(({ batch, kg }) => ({ credit_batch_id: batch.id, credit_quantity_kg: kg }));
  if (purpose === undefined || first === undefined) {
    throw new RangeError("a retirement has a purpose and takes a batch");
  }
  return transactions.planRetirement({
    ...statement,
    retirement_purposes: [purpose, ...purposes],
    credit_batch_quantities: [first, ...others],
  });
}
