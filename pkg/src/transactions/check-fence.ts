import type { Client } from "../client/client.js";
import { ApiError, InvalidRequestError } from "../error/errors.js";
import type { CreditBatchId, Retirement } from "../generated/models.js";

/** The result of a check that a batch can be spent only once. */
export interface FenceCheck {
  /** Whether the registry rejected spending the batch a second time. */
  readonly holds: boolean;
  /** The retirement of 1 kg that was made. */
  readonly retirement: Retirement;
  /** The second one, which must not exist; `null` if it was rejected. */
  readonly second: Retirement | null;
  /** The rejection. */
  readonly refusal: ApiError | null;
}

/**
 * Checks that a registry spends a batch only once, on which all transactions rely: retires 1 kg of it, sends the same
 * request again, and expects a rejection. Retired credits cannot be recovered, so it only works in the sandbox and on
 * loopback.
 *
 * @param batchId an active batch of the client's organisation.
 */
export async function checkFence(registry: Client, batchId: CreditBatchId): Promise<FenceCheck> {
  const { hostname } = new URL(registry.baseUrl);
  if (!/(^|[.-])sandbox[.-]|^localhost$|\.localhost$|^127\.|^\[::1\]$/.test(hostname)) {
    const message = `expected a client of the sandbox, got one of ${registry.baseUrl}`;
    throw new InvalidRequestError([{ path: "registry", message }], { operation: "checkFence" });
  }
  const owner = await registry.organisations.current();
  const batch = await registry.creditBatches.get(batchId);
  const body = {
    owner_organisation_id: owner.id,
    beneficiary_organisation_id: owner.id,
    supplier_id: batch.supplier_id,
    retirement_purposes: ["other"],
    notes: "A check that a batch is spent once",
    credit_batch_quantities: [{ credit_batch_id: batchId, credit_quantity_kg: 1n }],
  } as const;
  const retirement = await registry.retirements.create(body);
  try {
    const second = await registry.retirements.create(body);
    return { holds: false, retirement, second, refusal: null };
  } catch (error) {
    if (error instanceof ApiError && error.outcome === "rejected") {
      return { holds: true, retirement, second: null, refusal: error };
    }
    throw error;
  }
}
