import {
  ApiError,
  AuthenticationError,
  ConflictError,
  DecodeError,
  InvalidRequestError,
  isOutcomeUnknown,
  NetworkError,
  NotFoundError,
  PaginationError,
  PermissionDeniedError,
  RateLimitError,
  RegistryError,
  ServerError,
  TimeoutError,
  ValidationError,
} from "isometric-registry";
import { count } from "./format";

/** An error in words for the person in front of the page. */
export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** Each thing that is wrong, where the registry or the client names them. */
  readonly issues: readonly string[];
}

type Told = [title: string, text: string, issues?: readonly string[]];

export function explain(error: unknown): Explanation {
  const [title, text, issues = []] = refusal(error) ??
    failure(error) ?? ["This page made a mistake", error instanceof Error ? error.message : String(error)];
  return { title, text, issues };
}

/** The client or the registry said no. */
function refusal(error: unknown): Told | undefined {
  if (error instanceof InvalidRequestError) {
    const issues = error.issues.map(({ path, message }) => `${path}: ${message}`);
    return ["This was not sent", "The client found a mistake before anything left this page.", issues];
  }
  if (error instanceof ValidationError) {
    const issues = error.issues.map(({ loc, msg }) => `${loc.slice(1).join(" › ")}: ${msg}`);
    return [
      "The registry refused this",
      issues.length === 0 ? error.message : "It found fault with what was sent. Nothing has changed.",
      issues,
    ];
  }
  if (error instanceof AuthenticationError) {
    return ["Not signed in", "The registry did not accept the credentials. Nothing has changed."];
  }
  if (error instanceof PermissionDeniedError) {
    return ["Not allowed", "This organisation may not see or do this. Nothing has changed."];
  }
  if (error instanceof NotFoundError) {
    return ["Nothing here", "The registry knows nothing by this id."];
  }
  if (error instanceof ConflictError) {
    return [
      "Overtaken by events",
      "It clashes with what the registry holds by now. Nothing has changed: look again, and start afresh.",
    ];
  }
  if (error instanceof RateLimitError) {
    return ["Too many requests", `The registry asks for patience${waiting(error)}. Nothing has changed.`];
  }
  return undefined;
}

/** Something went wrong on the way, or at the registry. */
function failure(error: unknown): Told | undefined {
  if (isOutcomeUnknown(error)) {
    return ["Outcome unknown", "The request was sent, and no answer came. It may have been carried out, or not."];
  }
  if (error instanceof TimeoutError) {
    return [
      "No answer in time",
      `The registry was silent for ${count(error.timeoutMs / 1000)} s, ${times(error.attempts)}.`,
    ];
  }
  if (error instanceof NetworkError) {
    return [
      "No connection",
      `The connection to the registry failed, ${times(error.attempts)}. It may work when you try again.`,
    ];
  }
  if (error instanceof ServerError) {
    return ["The registry has a problem", `It answered with status ${error.status}. It may work when you try again.`];
  }
  if (error instanceof DecodeError) {
    return [
      "An answer that makes no sense",
      `The answer is not what the contract says at ${error.path || "its start"}: expected ${error.expected}.`,
    ];
  }
  if (error instanceof PaginationError) {
    return ["A list without an end", "The registry's cursors lead nowhere, so the walk was stopped."];
  }
  if (error instanceof ApiError) {
    return [`Status ${error.status}`, error.message];
  }
  if (error instanceof RegistryError) {
    return ["It did not work", error.message];
  }
  return undefined;
}

const waiting = ({ retryAfterMs }: RateLimitError) =>
  retryAfterMs === null ? "" : `: ${count(Math.ceil(retryAfterMs / 1000))} s`;

const times = (attempts: number) => (attempts === 1 ? "once" : `${count(attempts)} times`);
