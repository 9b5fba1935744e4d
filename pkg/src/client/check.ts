import {
  aBoolean,
  expected,
  inWords,
  isFunction,
  pairsOf,
  type Reading,
  readOptions,
  type Take,
  type Takes,
} from "../value/options.js";
import { anOnDrift } from "./drift.js";
import type { AccessTokenSource, CallOptions, ClientOptions, Fetch, Hooks, ListOptions } from "./options.js";

/** Headers that the client sets itself, or that only the runtime may set. */
const OWN_HEADERS: readonly string[] = [
  "authorization",
  "x-client-secret",
  "host",
  "content-type",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "upgrade",
  "te",
  "trailer",
  "expect",
];

/** Headers by which some servers treat a request as having another method. */
export const METHOD_OVERRIDES: readonly string[] = ["x-http-method-override", "x-http-method", "x-method-override"];

/** Headers by which some servers treat a request as having another path. */
const PATH_OVERRIDES: readonly string[] = ["x-original-url", "x-rewrite-url"];

/** The largest number that the core can hold. */
const LARGEST_COUNT = 2 ** 32 - 1;

/** Accepts a whole number that the core can hold. */
export const aCount = (least: number): Take<number> =>
  expected(
    `a whole number from ${least} to ${LARGEST_COUNT}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= LARGEST_COUNT,
  );

/** Text that a header can carry unchanged: visible ASCII. */
export function isHeaderSafe(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** Whether a value can be sent as a credential. */
export const isCredential = (value: unknown): value is string => typeof value === "string" && isHeaderSafe(value);

/** A credential is never described in a message. */
const aCredential: Take<string> = (value, refuse) => {
  if (isCredential(value)) {
    return value;
  }
  const isPadded = typeof value === "string" && isCredential(value.trim());
  return refuse(() => `expected text of visible ASCII characters${isPadded ? ", got white space around it" : ""}`);
};

const anAccessToken: Take<string | AccessTokenSource> = (value, refuse) =>
  isFunction(value) ? (value as AccessTokenSource) : aCredential(value, refuse);

/**
 * Reads names and values of headers into an object without prototype. Values of the same name are joined, as `Headers`
 * does.
 */
const someHeaders: Take<Readonly<Record<string, string>>> = (value, refuse) => {
  const pairs = pairsOf(value);
  if (pairs === undefined) {
    return refuse(
      (redact) => `expected an object of names and values, or pairs of them, got ${inWords(value, redact)}`,
    );
  }
  const taken = new Map<string, readonly [name: string, text: string]>();
  for (const [name, text] of pairs) {
    const key = name.toLowerCase();
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) {
      return refuse((redact) => `${inWords(name, redact)} is not the name of a header`);
    }
    // Where headers become environment variables, an underscore is equivalent to a hyphen.
    const meant = key.replaceAll("_", "-");
    if (OWN_HEADERS.includes(meant)) {
      return refuse(() => `${name} is set by the client itself`);
    }
    if (METHOD_OVERRIDES.includes(meant) || PATH_OVERRIDES.includes(meant)) {
      return refuse(() => `${name} could change the request's method or path`);
    }
    if (typeof text !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
      return refuse((redact) => `the value of ${inWords(name, redact)} is not text that a header can contain`);
    }
    const earlier = taken.get(key);
    taken.set(key, earlier === undefined ? [name, text] : [earlier[0], `${earlier[1]}, ${text}`]);
  }
  return bare([...taken.values()]);
};

const HOOKS: readonly string[] = ["onRequest", "onResponse", "onRetry", "onWait", "onAct"];

const someHooks: Take<Hooks> = (value, refuse) => {
  if (typeof value !== "object" || value === null) {
    return refuse((redact) => `expected an object of functions, got ${inWords(value, redact)}`);
  }
  const aHook: Take<() => void> = expected("a function", isFunction);
  const takes = Object.fromEntries(HOOKS.map((name) => [name, aHook])) as unknown as Takes<Hooks>;
  const { options, findings } = readOptions<Hooks>(value, takes, `is not known; known are ${HOOKS.join(", ")}`);
  for (const { path, message } of findings) {
    refuse((redact) => `${path(redact)}: ${message(redact)}`);
  }
  return options;
};

const aSignal: Take<AbortSignal> = expected("an AbortSignal", (value) => {
  const { aborted, addEventListener } = (value ?? {}) as Partial<AbortSignal>;
  return typeof aborted === "boolean" && isFunction(addEventListener);
});

const aTime: Take<number> = expected("a number of ms above 0", (value) => typeof value === "number" && value > 0);

const aPace: Take<{ readonly limit: number; readonly maxWaitMs?: number | undefined }> = (value, refuse) => {
  if (typeof value !== "object" || value === null) {
    const limit = aCount(1)(value, refuse);
    return limit === undefined ? undefined : { limit };
  }
  const takes: Takes<{ limit?: number; maxWaitMs?: number }> = { limit: aCount(1), maxWaitMs: aTime };
  const { options, findings } = readOptions(value, takes, "is not known; known are limit, maxWaitMs");
  for (const { path, message } of findings) {
    refuse((redact) => `${path(redact)}: ${message(redact)}`);
  }
  const { limit, maxWaitMs } = options;
  return limit === undefined ? refuse(() => "expected a number, or an object with a limit") : { limit, maxWaitMs };
};

const callTakes: Takes<CallOptions> = {
  signal: aSignal,
  timeoutMs: aTime,
  maxRetries: aCount(0),
  accessToken: anAccessToken,
  onDrift: anOnDrift,
  headers: someHeaders,
};

const listTakes: Takes<ListOptions> = { ...callTakes, prefetch: aCount(0) };

/** How a client reads its options. */
export const clientTakes: Takes<ClientOptions> = {
  environment: expected('"sandbox" or "production"', (value) => value === "sandbox" || value === "production"),
  baseUrl: expected("an address", (value) => typeof value === "string" && value !== ""),
  clientSecret: aCredential,
  accessToken: anAccessToken,
  fetch: expected<Fetch>("a function", isFunction),
  timeoutMs: aTime,
  maxRetries: aCount(0),
  maxConcurrency: aCount(1),
  requestsPerMinute: aPace,
  maxResponseBytes: aCount(1),
  onDrift: anOnDrift,
  headers: someHeaders,
  hooks: someHooks,
  credentials: expected('"omit", "same-origin" or "include"', (value) =>
    ["omit", "same-origin", "include"].includes(value as string),
  ),
  readOnly: aBoolean,
  dangerouslyAllowBrowser: aBoolean,
};

/** Reads the options of a client. */
export const readClientOptions = (options: unknown): Reading<ClientOptions> =>
  readOptions(options, clientTakes, `is not an option; options are ${Object.keys(clientTakes).join(", ")}`);

const callHint = (takes: object): string =>
  `is not an option of a call (filters and bodies come before the options); options are ${Object.keys(takes).join(", ")}`;

/** Reads the options of a call. */
export const readCallOptions = (options: unknown): Reading<CallOptions> =>
  readOptions(options, callTakes, callHint(callTakes));

/** Reads the options of a list. */
export const readListOptions = (options: unknown): Reading<ListOptions> =>
  readOptions(options, listTakes, callHint(listTakes));

/** An object of these entries without a prototype. */
function bare(entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const object = Object.create(null) as Record<string, string>;
  for (const [name, value] of entries) {
    object[name] = value;
  }
  return object;
}
