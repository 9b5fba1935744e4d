import { InvalidRequestError, type InvalidRequestIssue } from "../error/errors.js";
import { describe } from "../value/describe.js";
import { toJson } from "../value/json.js";
import type { RawRequest } from "./caller.js";

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

/** Checks a request and writes it out. */
export function buildRequest(request: RequestDescription, baseUrl: string): RawRequest {
  const { method, path, query = {}, body, ...rest } = { ...request };
  const issues: InvalidRequestIssue[] = Object.keys(rest).map((name) => ({
    path: name,
    message: "is not known here; known are method, path, query, body",
  }));
  if (!METHODS.includes(method)) {
    issues.push({ path: "method", message: `expected one of ${METHODS.join(", ")}, got ${describe(method)}` });
  }
  const target = targetOf(path, baseUrl);
  if (target === undefined) {
    const message = `expected a path under the base URL such as "/projects", without a query, got ${describe(path)}`;
    issues.push({ path: "path", message });
  }
  if (method === "GET" && body !== undefined) {
    issues.push({ path: "body", message: "a GET has none" });
  }
  if (issues.length > 0 || target === undefined) {
    throw new InvalidRequestError(issues, { operation: "request", method });
  }
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) {
    for (const value of Array.isArray(values) ? values : [values]) {
      if (value !== undefined && value !== null) {
        parameters.append(name, value instanceof Date ? value.toISOString() : String(value));
      }
    }
  }
  const search = parameters.toString();
  return {
    method,
    target: search === "" ? target : `${target}?${search}`,
    body: body === undefined ? undefined : toJson(body),
  };
}

/** The path as URL parsing leaves it, if that is still under the base URL. */
function targetOf(path: unknown, baseUrl: string): string | undefined {
  if (typeof path !== "string" || !path.startsWith("/") || /[?#]/.test(path)) {
    return undefined;
  }
  const base = new URL(baseUrl);
  const url = new URL(baseUrl + path);
  const root = base.pathname.replace(/\/$/, "");
  // Some servers take an encoded slash or dot for a plain one.
  const isUnder = url.origin === base.origin && url.pathname.startsWith(`${root}/`) && !/%2f|%5c|%2e/i.test(url.pathname);
  return isUnder ? url.pathname.slice(root.length) : undefined;
}
