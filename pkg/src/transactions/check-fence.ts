import type { Client } from "../client/client.js";
import { ApiError, InvalidRequestError } from "../error/errors.js";
import type { CreditBatchId, Retirement } from "../generated/models.js";

/** What a check of the fence has shown. */
export interface FenceCheck {
  /** Whether the registry has refused to spend the batch a second time. */
  readonly holds: boolean;
  /** The retirement of 1 kg that was made. */
  readonly retirement: Retirement;
  /** The second one, which there should not be; `null` where it was refused. */
  readonly second: Retirement | null;
  /** The refusal. */
  readonly refusal: ApiError | null;
}

/**
 * Shows that a registry spends a batch once, which all transactions rest on: retires 1 kg of it, sends the same request
 * again, and expects a refusal. Retired credits do not come back, so it is refused outside the sandbox and loopback.
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
