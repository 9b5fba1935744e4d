export type {
  Certainty,
  Evidence,
  Fence,
  Kind as TransactionKind,
  OpenEntry,
  Part as PlannedPart,
  PlanDeliveryRequest,
  PlanRetirementRequest,
  PlanTransferRequest,
  Receipt,
  ReceiptPart,
  State as TransactionState,
} from "../generated/transactions.js";
export { checkFence, type FenceCheck } from "./check-fence.js";
export type { CreateTransactions } from "./entry.js";
export {
  AmbiguousError,
  CreditsTakenError,
  JournalError,
  PlanExpiredError,
  RefusedError,
  TransactionError,
  type TransactionErrorDetails,
  UnsettledError,
} from "./errors.js";
export { type Journal, type JournalChange, type JournalRow, memoryJournal } from "./journal.js";
export type {
  AbandonOptions,
  ExecuteOptions,
  PlanOptions,
  SettleOptions,
  TransactionProgress,
  TransactionsOptions,
} from "./options.js";
export type { Executed, Plan, PlanActions } from "./plan.js";
export type { EnsuredBeneficiary, Settled, Transactions } from "./transactions.js";
