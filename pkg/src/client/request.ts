import { InvalidRequestError, type InvalidRequestIssue } from "../error/errors.js";
import type { Redact } from "../error/redact.js";
import { describe } from "../value/describe.js";
import { toJson } from "../value/json.js";
import { property } from "../value/property.js";

/** The methods that a request can have. */
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** A single value of a query. */
type QueryValue = string | number | bigint | boolean | Date;

/** A request to an endpoint that is newer than this package. */
export interface RequestDescription {
  /** The HTTP method. Whatever is not GET is taken to act. */
  readonly method: (typeof METHODS)[number];
  /** The path under the base URL, such as `"/projects"`. */
  readonly path: string;
  /** The query; a list repeats its parameter, `null` and `undefined` leave it out. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | null | undefined>> | undefined;
  /** The body, sent as JSON. Bigints go out as integers. */
  readonly body?: unknown;
}

/** A request as the core takes it. */
interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly body: string | undefined;
}

/** Checks a request and writes it out. */
export function buildRequest(request: RequestDescription, baseUrl: string, redact: Redact): RawRequest {
  const { method, path, query, body, ...rest } = { ...request };
  const inWords = (value: unknown): string => describe(typeof value === "string" ? redact(value) : value);
  const issues: InvalidRequestIssue[] = Object.keys(rest).map((name) => ({
    path: name,
    message: "is not known here; known are method, path, query, body",
  }));
  if (!METHODS.includes(method)) {
    issues.push({ path: "method", message: `expected one of ${METHODS.join(", ")}, got ${inWords(method)}` });
  }
  const target = targetOf(path, baseUrl);
  if (target === undefined) {
    const message = `expected a path under the base URL such as "/projects", without a query, got ${inWords(path)}`;
    issues.push({ path: "path", message });
  }
  if (method === "GET" && body !== undefined) {
    issues.push({ path: "body", message: "a GET has none" });
  }
  const search = searchOf(query ?? {}, issues);
  const json = body === undefined ? undefined : jsonOf(body, issues);
  if (issues.length > 0 || target === undefined) {
    throw new InvalidRequestError(issues, { operation: "request", method: METHODS.includes(method) ? method : null });
  }
  return { method, target: search === "" ? target : `${target}?${search}`, body: json };
}

function searchOf(query: unknown, issues: InvalidRequestIssue[]): string {
  const parameters = new URLSearchParams();
  if (typeof query !== "object" || query === null || Array.isArray(query)) {
    issues.push({ path: "query", message: `expected an object of names and values, got ${kindOf(query)}` });
    return "";
  }
  for (const [name, values] of Object.entries(query) as [string, unknown][]) {
    for (const value of Array.isArray(values) ? (values as unknown[]) : [values]) {
      if (value instanceof Date && !Number.isNaN(value.getTime())) {
        parameters.append(name, value.toISOString());
      } else if (["string", "number", "bigint", "boolean"].includes(typeof value)) {
        parameters.append(name, String(value));
      } else if (value !== undefined && value !== null) {
        const message = `expected text, a number, a boolean, a Date or a list of them, got ${describe(value)}`;
        issues.push({ path: `query.${name}`, message });
      }
    }
  }
  return parameters.toString();
}

function jsonOf(body: unknown, issues: InvalidRequestIssue[]): string | undefined {
  if (typeof body === "function" || typeof body === "symbol") {
    issues.push({ path: "body", message: `expected what JSON can hold, got ${describe(body)}` });
    return undefined;
  }
  try {
    return toJson(body);
  } catch (error) {
    issues.push({ path: "body", message: `cannot be written as JSON: ${describe(property(error, "message"))}` });
    return undefined;
  }
}

/** What came, in words that quote nothing. */
function kindOf(value: unknown): string {
  return typeof value === "string" ? "text" : describe(value);
}

/** The path as URL parsing leaves it, if that is still under the base URL. */
function targetOf(path: unknown, baseUrl: string): string | undefined {
  // A second slash, or a backslash, would begin a host where an address is resolved against another.
  if (typeof path !== "string" || !/^\/(?![/\\])[^?#]*$/.test(path)) {
    return undefined;
  }
  const base = new URL(baseUrl);
  const url = new URL(baseUrl + path);
  const root = base.pathname.replace(/\/$/, "");
  // Some servers take an encoded slash or dot for a plain one.
  const isUnder =
    url.origin === base.origin && url.pathname.startsWith(`${root}/`) && !/%2f|%5c|%2e/i.test(url.pathname);
  return isUnder ? url.pathname.slice(root.length) : undefined;
}
