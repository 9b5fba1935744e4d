import { brandAll, RegistryError, type RegistryErrorDetails } from "../error/errors.js";
import type { Receipt } from "../generated/transactions.js";

/** What an error of a transaction says beside what every error says. */
export interface TransactionErrorDetails extends RegistryErrorDetails {
  /** Your name for the transaction. */
  reference: string;
  /** What was done and seen so far; `null` where nothing was sent. */
  receipt: Receipt | null;
}

/** What all errors of transactions are. `outcome` says whether the registry has acted. */
export class TransactionError extends RegistryError {
  /** Your name for the transaction. */
  readonly reference: string;
  /** What was done and seen so far; `null` where nothing was sent. */
  readonly receipt: Receipt | null;

  constructor(message: string, details: TransactionErrorDetails, name = "TransactionError") {
    super(message, details, name);
    this.reference = details.reference;
    this.receipt = details.receipt;
  }
}

/** The plan is too old: its batches were planned for another reference meanwhile. Nothing was sent; plan again. */
export class PlanExpiredError extends TransactionError {
  declare readonly name: "PlanExpiredError";
  /** The batches that are another's now. */
  readonly batches: readonly string[];

  constructor(message: string, details: TransactionErrorDetails, batches: readonly string[]) {
    super(message, details, "PlanExpiredError");
    this.batches = batches;
  }
}

/** Others took a batch first. Nothing of this transaction has happened or will; its reference can be planned again. */
export class CreditsTakenError extends TransactionError {
  declare readonly name: "CreditsTakenError";
  /** A batch that was taken. */
  readonly batch: string;
  /** The record that has it; `null` where none names it. */
  readonly takenBy: string | null;

  constructor(message: string, details: TransactionErrorDetails, batch: string, takenBy: string | null) {
    super(message, details, "CreditsTakenError");
    this.batch = batch;
    this.takenBy = takenBy;
  }
}

/** The registry refused it, and the batches prove that nothing has happened. `cause` is the refusal. */
export class RefusedError extends TransactionError {
  declare readonly name: "RefusedError";
  /** The HTTP status of the refusal; `null` where nothing was sent. */
  readonly status: number | null;

  constructor(message: string, details: TransactionErrorDetails, status: number | null) {
    super(message, details, "RefusedError");
    this.status = status;
  }
}

/**
 * There is a record of the same batches, and whether it is this transaction's cannot be told. Its batches stay held.
 * Look at the candidates, and end it with `resolve(reference, recordId)`, or with `null` if none is its.
 */
export class AmbiguousError extends TransactionError {
  declare readonly name: "AmbiguousError";
  /** The records that may be its. */
  readonly candidates: readonly string[];

  constructor(message: string, details: TransactionErrorDetails, candidates: readonly string[]) {
    super(message, details, "AmbiguousError");
    this.candidates = candidates;
  }
}

/**
 * What became of it is not known yet. Do not plan the same again under another reference: it may still happen.
 * `execute()` and `settle()` go on with it.
 */
export class UnsettledError extends TransactionError {
  declare readonly name: "UnsettledError";
  /** When to try again, in ms; `null` where that is not known. */
  readonly retryAfterMs: number | null;

  constructor(message: string, details: TransactionErrorDetails, retryAfterMs: number | null) {
    super(message, details, "UnsettledError");
    this.retryAfterMs = retryAfterMs;
  }
}

/** The journal cannot be read or written, or is another's. Nothing is sent without it. */
export class JournalError extends RegistryError {
  declare readonly name: "JournalError";
  /** Where the journal is. */
  readonly path: string;

  constructor(path: string, message: string, cause?: unknown) {
    super(`journal ${path}: ${message}`, { operation: "journal", cause }, "JournalError");
    this.path = path;
  }
}

brandAll({
  TransactionError,
  PlanExpiredError,
  CreditsTakenError,
  RefusedError,
  AmbiguousError,
  UnsettledError,
  JournalError,
});
