import type { ValidationIssue } from "../generated/models.js";

/**
 * Whether the registry has acted, as far as is known. Read operations have no outcome.
 *
 * - `"not_sent"`: the request was never sent; nothing happened.
 * - `"rejected"`: the registry rejected it; nothing happened.
 * - `"applied"`: the registry carried it out; only the answer could not be read.
 * - `"unknown"`: it was sent, and no answer arrived. Check before you try again.
 */
export type Outcome = "not_sent" | "rejected" | "applied" | "unknown";

/** The details of every error of this package. */
export interface RegistryErrorDetails {
  /** The operation, such as `"retirements.create"`, or the helper that was called. */
  operation: string;
  /** The HTTP method; `null` for a helper, which sends nothing. */
  method?: string | null;
  /** The address, without credentials; `null` for a helper. */
  url?: string | null;
  /** Whether the registry has acted; omitted for a read. */
  outcome?: Outcome | null;
  /** The underlying error. */
  cause?: unknown;
}

/** One problem in a caller's arguments. */
export interface InvalidRequestIssue {
  /** The path to it, such as `credit_batch_quantities[0].credit_quantity_kg`. */
  readonly path: string;
  /** What was expected, and what was found. */
  readonly message: string;
}

const brand = (name: string): symbol => Symbol.for(`isometric-registry.${name}`);

/** The key by which `instanceof` recognises a class of this package, from any copy of the package. */
const brandOf = /* @__PURE__ */ Symbol.for("isometric-registry.brand");

/**
 * The base class of every error of this package. `operation`, `method` and `url` describe the request, and `outcome`
 * says whether the registry has acted. No part of it contains a credential.
 */
export class RegistryError extends Error {
  /** The class's name, which is the same in minified code. */
  declare readonly name: string;
  /** The operation, such as `"retirements.create"`, or the helper that was called. */
  readonly operation: string;
  /** The HTTP method; `null` for a helper, which sends nothing. */
  readonly method: string | null;
  /** The address, without credentials; `null` for a helper. */
  readonly url: string | null;
  /** Whether the registry has acted; `null` for a read, which changes nothing. */
  readonly outcome: Outcome | null;
  /** In the middle of a list: the cursor from which `after` (or `before`, backward) continues. */
  declare readonly cursor?: string;

  constructor(message: string, details: RegistryErrorDetails, name = "RegistryError") {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    Object.defineProperty(this, "name", { value: name, configurable: true, writable: true });
    this.operation = details.operation;
    this.method = details.method ?? null;
    this.url = details.url ?? null;
    this.outcome = this.method === "GET" ? null : (details.outcome ?? "not_sent");
  }

  /**
   * Returns what `JSON.stringify` writes, and what can be posted to another thread: everything except the stack and the
   * cause; bigints as strings, and at most 4 kB of a body. `errorFromJson` restores the error.
   */
  toJSON(): Record<string, unknown> {
    const { name, message } = this;
    const long = Object.fromEntries(
      LONG.filter((key) => Object.hasOwn(this, key)).map((key) => [
        key,
        shortened((this as Record<string, unknown>)[key]),
      ]),
    );
    return jsonSafe({ ...this, ...long, name, message, cause: undefined }) as Record<string, unknown>;
  }

  /** Works across two copies of this package; subclasses of your own keep the ordinary meaning. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (!Object.hasOwn(this, brandOf)) {
      return Function.prototype[Symbol.hasInstance].call(this, value);
    }
    const own = (this as unknown as Record<symbol, symbol>)[brandOf];
    return typeof value === "object" && value !== null && own !== undefined && own in value;
  }
}

/** The arguments are invalid, and nothing was sent. `issues` names every problem. */
export class InvalidRequestError extends RegistryError {
  declare readonly name: "InvalidRequestError";
  /** Every problem, each once. */
  readonly issues: readonly InvalidRequestIssue[];

  constructor(issues: readonly InvalidRequestIssue[], details: RegistryErrorDetails) {
    const messages = issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
    super(`${details.operation}: ${messages.join("; ")}`, details, "InvalidRequestError");
    this.issues = issues;
  }
}

/** The additional details of an {@link ApiError}. */
export interface ApiErrorDetails extends RegistryErrorDetails {
  /** The HTTP status; 0 where a redirect is hidden. */
  status: number;
  /** The body: parsed JSON, or text. */
  body: unknown;
  /** The response's headers. */
  headers: Headers;
  /** The `x-request-id` header, by which support can find the request. */
  requestId: string | null;
  /** How long the registry asks to wait, in ms. */
  retryAfterMs: number | null;
  /** How many attempts were made. */
  attempts: number;
}

/** The registry answered with a status of 300 or above, or with a redirect, which is never followed. */
export class ApiError extends RegistryError {
  /** The HTTP status; 0 where a redirect is hidden. */
  readonly status: number;
  /** The body: parsed JSON, or text. Short bodies are visible to loggers. */
  declare readonly body: unknown;
  /** The response's headers. */
  readonly headers: Headers;
  /** The `x-request-id` header, by which support can find the request; `null` if there is none. */
  readonly requestId: string | null;
  /** How long the registry asks to wait, in ms; `null` if it does not. */
  readonly retryAfterMs: number | null;
  /** How many attempts were made. */
  readonly attempts: number;

  constructor(message: string, details: ApiErrorDetails, name = "ApiError") {
    super(message, details, name);
    this.status = details.status;
    hold(this, "body", details.body);
    this.headers = details.headers;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
    this.attempts = details.attempts;
  }
}

/** 401: a credential is missing or was rejected. */
export class AuthenticationError extends ApiError {
  declare readonly name: "AuthenticationError";
  constructor(message: string, details: ApiErrorDetails) {
    super(message, details, "AuthenticationError");
  }
}

/** 403: the organisation is not allowed to do or see this. */
export class PermissionDeniedError extends ApiError {
  declare readonly name: "PermissionDeniedError";
  constructor(message: string, details: ApiErrorDetails) {
    super(message, details, "PermissionDeniedError");
  }
}

/** 404: it does not exist. */
export class NotFoundError extends ApiError {
  declare readonly name: "NotFoundError";
  constructor(message: string, details: ApiErrorDetails) {
    super(message, details, "NotFoundError");
  }
}

/** 409: it conflicts with an existing record. */
export class ConflictError extends ApiError {
  declare readonly name: "ConflictError";
  constructor(message: string, details: ApiErrorDetails) {
    super(message, details, "ConflictError");
  }
}

/** 422: the registry rejected the request as invalid. */
export class ValidationError extends ApiError {
  declare readonly name: "ValidationError";
  /** The problems, each once; empty if the registry describes them in one sentence. */
  declare readonly issues: readonly ValidationIssue[];

  constructor(message: string, details: ApiErrorDetails, issues: readonly ValidationIssue[]) {
    super(message, details, "ValidationError");
    hold(this, "issues", issues);
  }
}

/** 429: too many requests. `retryAfterMs` is how long to wait, if the registry says so. */
export class RateLimitError extends ApiError {
  declare readonly name: "RateLimitError";
  constructor(message: string, details: ApiErrorDetails) {
    super(message, details, "RateLimitError");
  }
}

/** 500 and above: the registry failed. */
export class ServerError extends ApiError {
  declare readonly name: "ServerError";
  constructor(message: string, details: ApiErrorDetails) {
    super(message, details, "ServerError");
  }
}

/** The additional details of an error during the transfer of an answer. */
export interface TransportErrorDetails extends RegistryErrorDetails {
  /** The HTTP status, if it had arrived. */
  status: number | null;
  /** The part of the body that had arrived, as text. */
  body: string;
  /** How many attempts were made. */
  attempts: number;
}

/** The connection failed. `cause` is what `fetch` threw. */
export class NetworkError extends RegistryError {
  declare readonly name: "NetworkError";
  /** The HTTP status, if it had arrived; otherwise `null`. */
  readonly status: number | null;
  /** The part of the body that had arrived, as text. Short bodies are visible to loggers. */
  declare readonly body: string;
  /** How many attempts were made. */
  readonly attempts: number;

  constructor(message: string, details: TransportErrorDetails) {
    super(message, details, "NetworkError");
    this.status = details.status;
    hold(this, "body", details.body);
    this.attempts = details.attempts;
  }
}

/** An attempt took longer than `timeoutMs`. */
export class TimeoutError extends RegistryError {
  declare readonly name: "TimeoutError";
  /** The time limit of each attempt, in ms. */
  readonly timeoutMs: number;
  /** The HTTP status, if it had arrived; otherwise `null`. */
  readonly status: number | null;
  /** The part of the body that had arrived, as text. Short bodies are visible to loggers. */
  declare readonly body: string;
  /** How many attempts were made. */
  readonly attempts: number;

  constructor(message: string, details: TransportErrorDetails, timeoutMs: number) {
    super(message, details, "TimeoutError");
    this.timeoutMs = timeoutMs;
    this.status = details.status;
    hold(this, "body", details.body);
    this.attempts = details.attempts;
  }
}

/** The additional details of a {@link DecodeError}. */
export interface DecodeErrorDetails extends RegistryErrorDetails {
  /** The path to the problem, such as `nodes[3].owner.name`; empty for the whole body. */
  path: string;
  /** What the contract requires there. */
  expected: string;
  /** The HTTP status; `null` for stored text. */
  status: number | null;
  /** The body, as text. */
  body: string;
}

/** A body does not match the API's contract. */
export class DecodeError extends RegistryError {
  declare readonly name: "DecodeError";
  /** The path to the problem, such as `nodes[3].owner.name`; empty for the whole body. */
  readonly path: string;
  /** What the contract requires there. */
  readonly expected: string;
  /** The HTTP status; `null` for stored text. */
  readonly status: number | null;
  /** The body, as text. Short bodies are visible to loggers. */
  declare readonly body: string;

  constructor(message: string, details: DecodeErrorDetails) {
    super(message, details, "DecodeError");
    this.path = details.path;
    this.expected = details.expected;
    this.status = details.status;
    hold(this, "body", details.body);
  }
}

/** The registry's cursors are inconsistent: one was repeated, or is missing though there are more pages. */
export class PaginationError extends RegistryError {
  declare readonly name: "PaginationError";
  constructor(message: string, details: RegistryErrorDetails) {
    super(message, details, "PaginationError");
  }
}

/** A class of errors. */
type ErrorClass = { readonly prototype: object };

const classes = new Map<string, ErrorClass>();

/** The class of errors of this name, if the module that declares it has been loaded. */
export const classNamed = (name: string): ErrorClass | undefined => classes.get(name);

/** Lets `instanceof` recognise classes by their names, across copies of this package. */
export function brandAll(types: Readonly<Record<string, ErrorClass>>): void {
  for (const [name, type] of Object.entries(types)) {
    classes.set(name, type);
    Object.defineProperty(type, brandOf, { value: brand(name) });
    Object.defineProperty(type.prototype, brand(name), { value: true });
  }
}

brandAll({
  RegistryError,
  InvalidRequestError,
  ApiError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  ConflictError,
  ValidationError,
  RateLimitError,
  ServerError,
  NetworkError,
  TimeoutError,
  DecodeError,
  PaginationError,
});

/**
 * Whether the error leaves it unknown if the registry has acted. True only for write operations: a read that failed has
 * changed nothing.
 */
export function isOutcomeUnknown(error: unknown): error is RegistryError & { readonly outcome: "unknown" } {
  return error instanceof RegistryError && error.outcome === "unknown" && error.method !== "GET";
}

/** Values that are hidden from loggers when they are long. */
const LONG: readonly string[] = ["body", "issues"];

/** The most of a body that loggers get, in characters. */
const MOST_LOGGED = 4096;

/** Sets a value that may be long: it is enumerable, and so visible to loggers, only while it is short. */
export function hold(error: RegistryError, name: "body" | "issues", value: unknown): void {
  const enumerable = shortened(value) === value;
  Object.defineProperty(error, name, { value, enumerable, configurable: true, writable: true });
}

/** The value itself, or the beginning of its text if that is long. */
function shortened(value: unknown): unknown {
  const text = typeof value === "string" ? value : (JSON.stringify(jsonSafe(value)) ?? "");
  return text.length > MOST_LOGGED ? `${text.slice(0, MOST_LOGGED)}…` : value;
}

/** A copy that `JSON.stringify` can write. */
function jsonSafe(value: unknown): unknown {
  if (typeof value === "bigint") {
    return value.toString();
  }
  if (typeof Headers === "function" && value instanceof Headers) {
    return Object.fromEntries(value);
  }
  if (Array.isArray(value)) {
    return value.map(jsonSafe);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, jsonSafe(part)]));
  }
  return value;
}
