/// <reference lib="esnext.disposable" preserve="true" />
import type { Client } from "./client/client.js";
import { bundledFlows } from "./transactions/bundled.js";
import type { TransactionsOptions } from "./transactions/options.js";
import { FlowLoader } from "./transactions/sources.js";
import { Transactions } from "./transactions/transactions.js";

export * from "./transactions/exports.js";

const loader = /* @__PURE__ */ new FlowLoader(bundledFlows);

/**
 * Makes transactions that happen once, though answers get lost, processes die and machines restart. What is to happen is
 * written into a journal first; whether it has happened is read off the credit batches, which can be spent once.
 *
 * ```ts
 * const transactions = createTransactions(registry, { journal: fileJournal("retirements.journal") });
 * await transactions.settle(); // what an earlier process has left
 * const plan = await transactions.planRetirement({
 *   reference: "order-4711",
 *   beneficiary_organisation_id,
 *   supplier_id,
 *   retirement_purposes: ["corporate_targets"],
 *   credit_quantity_kg: kgFromCredits("12.5"),
 * });
 * const { retirement, receipt } = await plan.execute();
 * ```
 *
 * @throws InvalidRequestError naming every invalid option.
 */
export function createTransactions(registry: Client, options: TransactionsOptions): Transactions {
  return new Transactions(loader, registry, options);
}
