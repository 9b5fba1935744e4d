import type { Client } from "../client/client.js";
import type { TransactionsOptions } from "./options.js";
import { FlowLoader, type FlowSource } from "./sources.js";
import { Transactions } from "./transactions.js";

/** Creates transactions. */
export interface CreateTransactions {
  /**
   * Creates transactions that happen once, even if answers get lost, processes die and machines restart. Each is
   * written to a journal before it is sent; whether it has happened is determined from the credit batches, which can
   * only be spent once.
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
  (registry: Client, options: TransactionsOptions): Transactions;
}

/** `createTransactions` with wasm from `source`. */
export function transactionsEntry(source: FlowSource): CreateTransactions {
  const loader = new FlowLoader(source);
  return (registry, options) => new Transactions(loader, registry, options);
}
