import { InvalidRequestError } from "../error/errors.js";
import type { Redact } from "../error/secrets.js";
import { dateText, describe, isDate } from "../inspect/describe.js";
import { property } from "../inspect/property.js";
import { toJson } from "../value/json.js";
import { expected, inWords, issuesOf, type Message, pairsOf, readOptions, type Take } from "../value/options.js";

/** The methods of a request. */
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** A parameter by which some servers treat a request as having another method, in the spellings that they accept. */
const METHOD_PARAMETER = /^[\s\0]*[_.]method(?:\W|$)/i;

/** A single value of a query. */
type QueryValue = string | number | bigint | boolean | Date;

/** The values of a parameter: one, several, or none. */
type QueryValues = QueryValue | readonly QueryValue[] | null | undefined;

/** A request to an endpoint that is newer than this package. */
export interface RequestDescription {
  /** The HTTP method. Every method except GET counts as a write. */
  readonly method: (typeof METHODS)[number];
  /** The path under the base URL, such as `"/projects"`. */
  readonly path: string;
  /**
   * The query: an object, or pairs as in a `Map` and `URLSearchParams`. A list repeats its parameter; `null` and
   * `undefined` omit it.
   */
  readonly query?: Readonly<Record<string, QueryValues>> | Iterable<readonly [string, QueryValues]> | undefined;
  /** The body, sent as JSON. Bigints go out as integers. */
  readonly body?: unknown;
}

/** A request as the core takes it. */
interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly body: string | undefined;
}

/** The parts of a request, and how they are read. */
interface Parts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string | undefined;
}

const PATH = 'a path under the base URL such as "/projects", without a query and without anything to tidy';

/** Checks a request and encodes it. */
export function buildRequest(request: RequestDescription, baseUrl: string, redact: Redact): RawRequest {
  const takes = {
    method: expected<string>(`one of ${METHODS.join(", ")}`, (method) => METHODS.includes(method as "GET")),
    path: expected<string>(PATH, (path) => typeof path === "string" && targetOf(path, baseUrl) !== undefined),
    query: search,
    body: json,
  };
  const unknown = `is not known here; known are ${Object.keys(takes).join(", ")}`;
  const { options, findings } = readOptions<Partial<Parts>>(request, takes, unknown);
  const { method, path, query, body } = options;
  if (method === "GET" && body !== undefined) {
    findings.push({ path: () => "body", message: () => "a GET has no body" });
  }
  for (const name of ["method", "path"] as const) {
    if (options[name] === undefined && findings.length === 0) {
      findings.push({ path: () => name, message: () => "is needed" });
    }
  }
  const target = path === undefined ? undefined : targetOf(path, baseUrl);
  if (findings.length > 0 || method === undefined || target === undefined) {
    throw new InvalidRequestError(issuesOf(findings, redact), { operation: "request", method: method ?? null });
  }
  return { method, target: query === undefined || query === "" ? target : `${target}?${query}`, body };
}

/** Reads a query as text. */
const search: Take<string> = (query, refuse) => {
  const pairs = pairsOf(query);
  if (pairs === undefined) {
    return refuse((redact) => `expected an object of names and values, or pairs of them, got ${kindOf(query, redact)}`);
  }
  const parameters = new URLSearchParams();
  const wrong: Message[] = [];
  for (const [name, values] of pairs) {
    if (METHOD_PARAMETER.test(name)) {
      wrong.push(() => `_method could change the request's method`);
    }
    for (const value of Array.isArray(values) ? (values as unknown[]) : [values]) {
      const text = textOf(value);
      if (text !== undefined) {
        parameters.append(name, text);
      } else if (value !== undefined && value !== null) {
        wrong.push(
          (redact) =>
            `${inWords(name, redact)}: expected text, a number, a boolean, a Date or a list of them, got ${describe(value)}`,
        );
      }
    }
  }
  wrong.forEach(refuse);
  return wrong.length === 0 ? parameters.toString() : undefined;
};

/** A value as written in a query; `undefined` for a value that a query cannot hold. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "object" && value !== null) {
    return isDate(value) ? dateText(value) : undefined;
  }
  return ["string", "number", "bigint", "boolean"].includes(typeof value) ? String(value) : undefined;
}

/** Reads a body as JSON. */
const json: Take<string> = (body, refuse) => {
  if (typeof body === "function" || typeof body === "symbol") {
    return refuse(() => `expected a JSON value, got ${describe(body)}`);
  }
  try {
    return toJson(body);
  } catch (error) {
    const reason = property(error, "message");
    return refuse((redact) => `cannot be written as JSON: ${inWords(reason, redact)}`);
  }
};

/** A value in words that quote no text. */
function kindOf(value: unknown, redact: Redact): string {
  return typeof value === "string" ? "text" : inWords(value, redact);
}

/** The path as written in an address; `undefined` if it would lead elsewhere, or would be normalised to another. */
function targetOf(path: string, baseUrl: string): string | undefined {
  const isPlain =
    // A second slash would start a host when an address is resolved against another.
    /^\/(?!\/)[^?#\\\p{Cc}]*$/u.test(path) && !path.endsWith(" ") && path.split("/").every(isPlainSegment);
  if (!isPlain) {
    return undefined;
  }
  const base = new URL(baseUrl);
  const url = new URL(baseUrl + path);
  const root = base.pathname.replace(/\/$/, "");
  const isUnder = url.origin === base.origin && url.pathname.startsWith(`${root}/`);
  return isUnder ? url.pathname.slice(root.length) : undefined;
}

/** Whether a segment of a path means the same to every server, however often it is decoded. */
function isPlainSegment(segment: string): boolean {
  try {
    // Both throw for anything that would be replaced: half a character, half an escape, overlong bytes.
    encodeURIComponent(segment);
    const decoded = decodeURIComponent(segment);
    const [name] = decoded.split(";", 1);
    return (
      !/%2f|%5c|%2e/i.test(segment) &&
      !/[/\\\p{Cc}]|%(?:2e|2f|5c|0|1|7f)/iu.test(decoded) &&
      name !== "." &&
      name !== ".."
    );
  } catch {
    return false;
  }
}
