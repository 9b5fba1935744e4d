import { DecodeError, InvalidRequestError, type Outcome } from "../error/errors.js";
import type { Ending, Receipt } from "../generated/transactions.js";
import {
  AmbiguousError,
  CreditsTakenError,
  PlanExpiredError,
  RefusedError,
  type TransactionErrorDetails,
  UnsettledError,
} from "./errors.js";
import type { Ended } from "./run.js";

/** The endings that are errors. */
export type Trouble = Exclude<
  Ending,
  { ended: "planned" } | { ended: "applied" } | { ended: "explained" } | { ended: "open" } | { ended: "beneficiary" }
>;

/** The error for an ending. */
export function errorOf(operation: string, ending: Trouble, { failure }: Pick<Ended, "failure">): unknown {
  const details = (receipt: Receipt, outcome: Outcome, cause?: unknown): TransactionErrorDetails => ({
    operation,
    reference: receipt.reference,
    receipt,
    outcome,
    cause,
  });
  const about = (reference: string): string => `${operation}: "${reference}"`;
  switch (ending.ended) {
    case "invalid":
      return new InvalidRequestError(ending.problems, { operation });
    case "fault": {
      const { path, expected, found, sent } = ending;
      const message = `${operation}: ${ending.operation} returned an answer that lacks data needed for a verdict: ${path}: expected ${expected}, found ${found}`;
      const outcome = sent ? "unknown" : "not_sent";
      return new DecodeError(message, { operation, outcome, path, expected, status: 200, body: "" });
    }
    case "failed":
      return failure;
    case "expired": {
      const { reference, batches } = ending;
      const message = `${about(reference)} is no longer planned: ${batches.join(", ")} went to another reference; nothing was sent`;
      return new PlanExpiredError(message, { operation, reference, receipt: null }, batches);
    }
    case "taken": {
      const { receipt, batch, by } = ending;
      const message = `${about(receipt.reference)}: ${batch} was taken by ${by ?? "others"} first; nothing has happened`;
      return new CreditsTakenError(message, details(receipt, "rejected"), batch, by);
    }
    case "void": {
      const { receipt, why, status } = ending;
      const message = `${about(receipt.reference)} has not happened and will not happen: ${why}`;
      return new RefusedError(message, details(receipt, receipt.sends > 0 ? "rejected" : "not_sent", failure), status);
    }
    case "ambiguous": {
      const { receipt, candidates } = ending;
      const message = `${about(receipt.reference)} may be ${candidates.join(" or ")}, or may not have happened; check, and call resolve()`;
      return new AmbiguousError(message, details(receipt, "unknown"), candidates);
    }
    case "unsettled": {
      const { receipt, why, retry_after_ms } = ending;
      const message =
        `${about(receipt.reference)} is not settled yet: ${why}. It may still happen: do not plan it again under ` +
        "another reference; execute() or settle() continues it";
      return new UnsettledError(message, details(receipt, "unknown", failure), retry_after_ms);
    }
  }
}

/** Whether an ending is an error. */
export function isTrouble(ending: Ending): ending is Trouble {
  return !["planned", "applied", "explained", "open", "beneficiary"].includes(ending.ended);
}
