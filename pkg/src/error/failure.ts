import type { FailureKind } from "../generated/border.js";
import type { ValidationIssue } from "../generated/models.js";
import { describe } from "../inspect/describe.js";
import { property } from "../inspect/property.js";
import {
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  ConflictError,
  DecodeError,
  InvalidRequestError,
  NetworkError,
  NotFoundError,
  type Outcome,
  PermissionDeniedError,
  RateLimitError,
  RegistryError,
  type RegistryErrorDetails,
  ServerError,
  TimeoutError,
  ValidationError,
} from "./errors.js";

/** A failure: the core's description of it, and the data of the response. Omitted parts are not known. */
export interface Failure {
  readonly kind: FailureKind;
  readonly outcome: Outcome;
  /** Empty for text that was never requested from the registry. */
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly attempts?: number | undefined;
  /** Paths and messages. */
  readonly issues?: readonly (readonly [path: string, message: string])[] | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly path?: string | undefined;
  readonly expected?: string | undefined;
  readonly found?: string | undefined;
  /** The body of an unsuccessful response: JSON, or text. */
  readonly body?: unknown;
  /** The body as text. */
  readonly text?: string | undefined;
  readonly status?: number | null | undefined;
  readonly headers?: [string, string][] | undefined;
  readonly requestId?: string | null | undefined;
}

/** The longest part of a body that a message quotes, in characters. */
const LONGEST_QUOTE = 300;

/** The longest part of a message about issues, in characters. */
const LONGEST_ISSUES = 1500;

/** The error to throw for a failure. */
export function errorOf(operation: string, failure: Failure, cause: unknown): RegistryError {
  const { kind, method = "", url = "", outcome, attempts = 0, status = null, text = "" } = failure;
  // Text read from storage was never requested from the registry.
  const isCall = method !== "";
  const details: RegistryErrorDetails = { operation, ...(isCall ? { method, url } : {}), outcome, cause };
  const transport = { ...details, status, body: text, attempts };
  const sent = isCall ? `${operation}: ${method} ${url}` : operation;
  const end = consequence(method, outcome);
  switch (kind) {
    case "invalid":
      return new InvalidRequestError(
        (failure.issues ?? []).map(([path, message]) => ({ path, message })),
        details,
      );
    case "token":
      return new RegistryError(`${operation}: the access token could not be obtained: ${reason(cause)}`, details);
    case "aborted":
      return new RegistryError(`${sent} was aborted${end}`, details, "AbortError");
    case "paced": {
      const message = `${sent} would wait ${failure.retryAfterMs} ms to keep to requestsPerMinute${end}`;
      return new RateLimitError(message, {
        ...details,
        status: 429,
        body: null,
        headers: new Headers(),
        requestId: null,
        retryAfterMs: failure.retryAfterMs ?? null,
        attempts,
      });
    }
    case "timeout": {
      const message = `${sent} took longer than ${failure.timeoutMs} ms${end}`;
      return new TimeoutError(message, transport, failure.timeoutMs ?? 0);
    }
    case "network":
      return new NetworkError(`${sent} failed: ${reason(cause)}${end}`, transport);
    case "decode": {
      const { path = "", expected = "", found = "" } = failure;
      const place = path === "" ? "the body" : path;
      const message = `${sent}: ${place}: expected ${expected}, found ${found}${end}`;
      return new DecodeError(message, {
        ...details,
        path,
        expected,
        status,
        body: text,
      });
    }
    case "status":
      return apiError(sent, failure, details);
  }
}

/** The error for a call that was in progress when the core failed. */
export function trapped(details: RegistryErrorDetails, cause: unknown): RegistryError {
  const message = `${details.operation}: the WebAssembly core failed and will be reloaded`;
  return new RegistryError(message, { ...details, cause });
}

/** The error for a call for which there was no core. */
export function unloaded(details: RegistryErrorDetails, cause: unknown): RegistryError {
  const message = `${details.operation}: the WebAssembly core could not be loaded: ${reason(cause)}`;
  return new RegistryError(message, { ...details, cause });
}

function apiError(sent: string, failure: Failure, details: RegistryErrorDetails): ApiError {
  const { body, requestId = null, retryAfterMs = null, attempts = 0, outcome, method = "" } = failure;
  const status = failure.status ?? 0;
  const issues = issuesOf(body);
  const reason = status < 400 ? "a redirect, which is refused" : say(body, issues, failure.text ?? "");
  const end = outcome === "unknown" ? consequence(method, outcome) : "";
  const message = `${sent}: ${status}${reason === "" ? "" : `: ${reason}`}${end}`;
  const full: ApiErrorDetails = {
    ...details,
    status,
    body,
    headers: new Headers(failure.headers ?? []),
    requestId,
    retryAfterMs,
    attempts,
  };
  switch (status) {
    case 401:
      return new AuthenticationError(message, full);
    case 403:
      return new PermissionDeniedError(message, full);
    case 404:
      return new NotFoundError(message, full);
    case 409:
      return new ConflictError(message, full);
    case 422:
      return new ValidationError(message, full, issues);
    case 429:
      return new RateLimitError(message, full);
    default:
      return status >= 500 ? new ServerError(message, full) : new ApiError(message, full);
  }
}

/** The issues of a 422, if the body has them. */
function issuesOf(body: unknown): ValidationIssue[] {
  const detail = property(body, "detail");
  return Array.isArray(detail) ? detail.filter((issue) => typeof property(issue, "msg") === "string") : [];
}

/** The content of a body, as a sentence. */
function say(body: unknown, issues: readonly ValidationIssue[], text: string): string {
  if (issues.length > 0) {
    const messages = issues.map(({ loc, msg }) => (Array.isArray(loc) ? `${loc.join(".")}: ${msg}` : msg));
    return cut(messages.join("; "), LONGEST_ISSUES);
  }
  const detail = property(body, "detail");
  return cut(typeof detail === "string" ? detail : text.trim(), LONGEST_QUOTE);
}

const cut = (text: string, longest: number): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** The outcome of a write operation, as the end of a sentence. A read changes nothing, whatever its outcome. */
function consequence(method: string, outcome: Outcome): string {
  return method === "" || method === "GET" ? "" : `; ${meaning(outcome)}`;
}

/** What an outcome means, as the end of a sentence. */
function meaning(outcome: Outcome): string {
  switch (outcome) {
    case "not_sent":
      return "nothing was sent";
    case "rejected":
      return "the registry did not act";
    case "applied":
      return "the registry confirmed that it was carried out";
    case "unknown":
      return "whether the registry acted is not known";
  }
}

/** How many levels of causes are followed. */
const DEEPEST = 8;

/** Why something was thrown: the innermost message available, with its code. */
function reason(thrown: unknown): string {
  let found: string | undefined;
  let inner = thrown;
  for (let depth = 0; depth < DEEPEST && typeof inner === "object" && inner !== null; depth += 1) {
    const [message, code, errors] = ["message", "code", "errors"].map((name) => property(inner, name));
    if (typeof message === "string" && message !== "") {
      found = typeof code === "string" && !message.includes(code) ? `${message} (${code})` : message;
    }
    inner = property(inner, "cause") ?? (Array.isArray(errors) ? (errors[0] as unknown) : undefined);
  }
  return found ?? describe(thrown);
}
