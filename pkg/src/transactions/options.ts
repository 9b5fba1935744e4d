import type { Client } from "../client/client.js";
import { InvalidRequestError, type InvalidRequestIssue } from "../error/errors.js";
import type { OpenEntry, Read } from "../generated/transactions.js";
import { describe } from "../inspect/describe.js";
import type { Journal } from "./journal.js";

/** The options of `createTransactions`. */
export interface TransactionsOptions {
  /**
   * Where transactions are recorded before anything is sent. With a durable journal they survive crashes: `fileJournal`
   * and `sqliteJournal` of `isometric-registry/transactions/node`, or one of your own.
   */
  readonly journal: Journal;
  /** The time limit of one attempt at a request, in ms. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
  /** How long a transaction is followed before an `UnsettledError`, in ms. Default: 5 minutes. */
  readonly settleWithinMs?: number | undefined;
  /** How long a plan reserves its batches before it is executed, in ms. Default: 15 minutes. */
  readonly leaseMs?: number | undefined;
  /**
   * How long reads may lag behind the registry's changes, and how long a cancelled request may still be on its way, in
   * ms: nothing is sent again before that. Default: 30,000; less is only allowed for a registry on loopback.
   */
  readonly lagMs?: number | undefined;
}

/** The current step of a transaction, for displaying progress. */
export type TransactionProgress = {
  /** Your name for the transaction. */
  readonly reference: string;
} & (
  | {
      /** A write request is being sent. */
      readonly step: "sending";
      /** The operation, such as `retirements.create`. */
      readonly operation: string;
    }
  | {
      /** The registry is being read. */
      readonly step: "reading";
      /** What is being read, such as `"credit_batch"`. */
      readonly what: Read["what"];
      /** The id of what is read; `null` for a page. */
      readonly id: string | null;
    }
  | {
      /** It waits before it checks or sends again. */
      readonly step: "waiting";
      /** How long, in ms. */
      readonly ms: number;
    }
  | {
      /** An observation on which the verdict may be based: `receipt.evidence` and `explain()` contain it as well. */
      readonly step: "seen";
      /** The observation, in words. */
      readonly what: string;
      /** The time, in ms since 1970. */
      readonly at: number;
    }
);

/** The options of a single execution. */
export interface ExecuteOptions {
  /** How often to plan again if others took the batches first. Default: 0. */
  readonly replan?: number | undefined;
  /** How long it is followed before an `UnsettledError`, in ms. */
  readonly settleWithinMs?: number | undefined;
  /** Receives each step. It is not awaited, and cannot break a transaction. */
  readonly onProgress?: ((progress: TransactionProgress) => void) | undefined;
  /** Stops following it when it aborts. Requests that were sent stay in the journal, for `settle()`. */
  readonly signal?: AbortSignal | undefined;
}

/** The options of `settle`. */
export interface SettleOptions {
  /**
   * Returns the client for an entry, if one journal is used for several organisations. Default: the client of the
   * transactions.
   */
  readonly client?: ((entry: OpenEntry) => Client | Promise<Client>) | undefined;
  /** Entries that were first sent longer ago than this, in ms, are only read, never sent again. Default: 1 hour. */
  readonly resendWithinMs?: number | undefined;
  /** How long each entry is followed, in ms. */
  readonly settleWithinMs?: number | undefined;
  /** Receives each step of each entry. It is not awaited, and cannot break a transaction. */
  readonly onProgress?: ((progress: TransactionProgress) => void) | undefined;
  /** Stops when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** The options of `abandon`. */
export interface AbandonOptions {
  /** How long it is followed, if it may have been sent, in ms. */
  readonly settleWithinMs?: number | undefined;
  /** Stops when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** The options of planning. */
export interface PlanOptions {
  /** Stops when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

const defaultLag = 30_000;

/** Rejects invalid options, all at once. */
export function checkOptions(operation: string, registry: Client, options: unknown): void {
  const issues: InvalidRequestIssue[] = [];
  const { baseUrl } = (registry ?? {}) as Partial<Client>;
  if (typeof baseUrl !== "string") {
    issues.push({ path: "registry", message: `expected a RegistryClient, got ${describe(registry)}` });
  }
  const given = (typeof options === "object" && options !== null ? options : {}) as Record<string, unknown>;
  const { journal } = given as Partial<TransactionsOptions>;
  const methods = [journal?.read, journal?.list, journal?.write];
  if (methods.some((method) => typeof method !== "function")) {
    issues.push({ path: "journal", message: `expected a journal such as fileJournal(path), got ${describe(journal)}` });
  }
  issues.push(...checkNames(given, ["journal", "timeoutMs", "settleWithinMs", "leaseMs", "lagMs"]));
  issues.push(...checkTimes(given, ["timeoutMs", "settleWithinMs", "leaseMs", "lagMs"]));
  const lag = given["lagMs"];
  if (typeof lag === "number" && lag < defaultLag && typeof baseUrl === "string" && !isLoopback(baseUrl)) {
    issues.push({ path: "lagMs", message: `expected at least ${defaultLag}, because the registry is not on loopback` });
  }
  refuseAll(operation, issues);
}

/** Rejects invalid options of a call. */
export function checkCall(operation: string, options: unknown, names: readonly string[]): void {
  const given = (options ?? {}) as Record<string, unknown>;
  const times = names.filter((name) => name.endsWith("Ms"));
  const issues = [...checkNames(given, names), ...checkTimes(given, times)];
  const { replan, onProgress } = given;
  if (onProgress !== undefined && typeof onProgress !== "function") {
    issues.push({ path: "onProgress", message: `expected a function, got ${describe(onProgress)}` });
  }
  if (replan !== undefined && !(Number.isSafeInteger(replan) && (replan as number) >= 0)) {
    issues.push({ path: "replan", message: `expected a whole number, 0 or more, got ${describe(replan)}` });
  }
  refuseAll(operation, issues);
}

function checkNames(given: Record<string, unknown>, names: readonly string[]): InvalidRequestIssue[] {
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  return unknown.map((path) => ({ path, message: `is not known here; known are ${names.join(", ")}` }));
}

function checkTimes(given: Record<string, unknown>, names: readonly string[]): InvalidRequestIssue[] {
  const isTime = (value: unknown): boolean => typeof value === "number" && value >= 1 && value <= 2 ** 31 - 1;
  const wrong = names.filter((name) => given[name] !== undefined && !isTime(given[name]));
  return wrong.map((path) => ({ path, message: `expected milliseconds, got ${describe(given[path])}` }));
}

function refuseAll(operation: string, issues: readonly InvalidRequestIssue[]): void {
  if (issues.length > 0) {
    throw new InvalidRequestError(issues, { operation });
  }
}

function isLoopback(baseUrl: string): boolean {
  return /^https?:\/\/(localhost|[^/]*\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$)/.test(baseUrl);
}
