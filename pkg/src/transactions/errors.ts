import { brandAll, RegistryError, type RegistryErrorDetails } from "../error/errors.js";
import type { Receipt } from "../generated/transactions.js";

/** The additional details of a transaction's error. */
export interface TransactionErrorDetails extends RegistryErrorDetails {
  /** Your name for the transaction. */
  reference: string;
  /** The actions and observations so far; `null` if nothing was sent. */
  receipt: Receipt | null;
}

/** The base class of all transaction errors. `outcome` says whether the registry has acted. */
export class TransactionError extends RegistryError {
  /** Your name for the transaction. */
  readonly reference: string;
  /** The actions and observations so far; `null` if nothing was sent. */
  readonly receipt: Receipt | null;

  constructor(message: string, details: TransactionErrorDetails, name = "TransactionError") {
    super(message, details, name);
    this.reference = details.reference;
    this.receipt = details.receipt;
  }
}

/** The plan is too old: its batches have since been planned for another reference. Nothing was sent; plan again. */
export class PlanExpiredError extends TransactionError {
  declare readonly name: "PlanExpiredError";
  /** The batches that now belong to another reference. */
  readonly batches: readonly string[];

  constructor(message: string, details: TransactionErrorDetails, batches: readonly string[]) {
    super(message, details, "PlanExpiredError");
    this.batches = batches;
  }
}

/**
 * Others took a batch first. Nothing of this transaction has happened or will happen; its reference can be planned
 * again.
 */
export class CreditsTakenError extends TransactionError {
  declare readonly name: "CreditsTakenError";
  /** A batch that was taken. */
  readonly batch: string;
  /** The record that took it; `null` if no record names it. */
  readonly takenBy: string | null;

  constructor(message: string, details: TransactionErrorDetails, batch: string, takenBy: string | null) {
    super(message, details, "CreditsTakenError");
    this.batch = batch;
    this.takenBy = takenBy;
  }
}

/** The registry rejected it, and the batches prove that nothing has happened. `cause` is the rejection. */
export class RefusedError extends TransactionError {
  declare readonly name: "RefusedError";
  /** The HTTP status of the rejection; `null` if nothing was sent. */
  readonly status: number | null;

  constructor(message: string, details: TransactionErrorDetails, status: number | null) {
    super(message, details, "RefusedError");
    this.status = status;
  }
}

/**
 * There is a record of the same batches, but it cannot be determined whether it belongs to this transaction. Its
 * batches stay reserved. Check the candidates, and end it with `resolve(reference, recordId)`, or with `null` if none
 * belongs to it.
 */
export class AmbiguousError extends TransactionError {
  declare readonly name: "AmbiguousError";
  /** The records that may belong to it. */
  readonly candidates: readonly string[];

  constructor(message: string, details: TransactionErrorDetails, candidates: readonly string[]) {
    super(message, details, "AmbiguousError");
    this.candidates = candidates;
  }
}

/**
 * Its outcome is not known yet. Do not plan it again under another reference: it may still happen. `execute()` and
 * `settle()` continue it.
 */
export class UnsettledError extends TransactionError {
  declare readonly name: "UnsettledError";
  /** When to try again, in ms; `null` if that is not known. */
  readonly retryAfterMs: number | null;

  constructor(message: string, details: TransactionErrorDetails, retryAfterMs: number | null) {
    super(message, details, "UnsettledError");
    this.retryAfterMs = retryAfterMs;
  }
}

/** The journal cannot be read or written, or belongs to another process. Nothing is sent without it. */
export class JournalError extends RegistryError {
  declare readonly name: "JournalError";
  /** The path of the journal. */
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
