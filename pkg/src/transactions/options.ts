import type { Client } from "../client/client.js";
import { InvalidRequestError, type InvalidRequestIssue } from "../error/errors.js";
import type { OpenEntry, Read } from "../generated/transactions.js";
import { describe } from "../inspect/describe.js";
import type { Journal } from "./journal.js";

/** What transactions are made with. */
export interface TransactionsOptions {
  /**
   * Where transactions are written down before anything is sent. With a journal that lasts they survive crashes:
   * `fileJournal` and `sqliteJournal` of `isometric-registry/transactions/node`, or one of your own.
   */
  readonly journal: Journal;
  /** The longest that one attempt at a request may take, in ms. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
  /** How long a transaction is followed before an `UnsettledError`, in ms. Default: 5 minutes. */
  readonly settleWithinMs?: number | undefined;
  /** How long a plan holds its batches before it is executed, in ms. Default: 15 minutes. */
  readonly leaseMs?: number | undefined;
  /**
   * How far reads may lag behind what the registry has done, and how long a request that was given up may still be on its way,
   * in ms: nothing is sent again before that. 30,000, and no less but for a registry on loopback, which you know.
   */
  readonly lagMs?: number | undefined;
}

/** What a transaction is doing, for whoever watches it. */
export type TransactionProgress = {
  /** Your name for the transaction. */
  readonly reference: string;
} & (
  | {
      /** The request that acts is being sent. */
      readonly step: "sending";
      /** The operation, such as `retirements.create`. */
      readonly operation: string;
    }
  | {
      /** The registry is being asked. */
      readonly step: "reading";
      /** For what, such as `"credit_batch"`. */
      readonly what: Read["what"];
      /** The id of what is read; `null` where it is a page. */
      readonly id: string | null;
    }
  | {
      /** It waits before it looks or sends again. */
      readonly step: "waiting";
      /** How long, in ms. */
      readonly ms: number;
    }
  | {
      /** Something was seen that a verdict can rest on: what `receipt.evidence` and `explain()` hold as well. */
      readonly step: "seen";
      /** What, in words. */
      readonly what: string;
      /** When, in ms since 1970. */
      readonly at: number;
    }
);

/** What a single execution sets for itself. */
export interface ExecuteOptions {
  /** How often to plan anew when others took the batches first. Default: 0. */
  readonly replan?: number | undefined;
  /** How long it is followed before an `UnsettledError`, in ms. */
  readonly settleWithinMs?: number | undefined;
  /** Is told each step. It is not waited for, and cannot break a transaction. */
  readonly onProgress?: ((progress: TransactionProgress) => void) | undefined;
  /** Stops following it when it aborts. What was sent stays in the journal, for `settle()`. */
  readonly signal?: AbortSignal | undefined;
}

/** What `settle` sets for itself. */
export interface SettleOptions {
  /** The client for an entry, where one journal serves several organisations. Default: the client of the transactions. */
  readonly client?: ((entry: OpenEntry) => Client | Promise<Client>) | undefined;
  /** Entries that were first sent longer ago, in ms, are only read, never sent again. Default: 1 hour. */
  readonly resendWithinMs?: number | undefined;
  /** How long each entry is followed, in ms. */
  readonly settleWithinMs?: number | undefined;
  /** Is told each step of each entry. It is not waited for, and cannot break a transaction. */
  readonly onProgress?: ((progress: TransactionProgress) => void) | undefined;
  /** Stops when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** What giving a transaction up sets for itself. */
export interface AbandonOptions {
  /** How long it is followed, where it may have been sent, in ms. */
  readonly settleWithinMs?: number | undefined;
  /** Stops when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** What planning sets for itself. */
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
    issues.push({ path: "lagMs", message: `expected at least ${defaultLag} for a registry that is not on loopback` });
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
