import type { InvalidRequestIssue } from "../error/errors.js";
import { describe } from "../value/describe.js";

/** What can be wrong with an option: a message, or nothing. */
type Check = (value: unknown) => string | undefined;

/** Headers that the client sets itself, or that only the runtime may set. */
const OWN_HEADERS: readonly string[] = ["authorization", "x-client-secret", "host", "content-type"];

/** The largest count that the core can hold. */
const LARGEST_COUNT = 2 ** 32 - 1;

/** The longest text that is quoted: what is longer may be a credential in the wrong place. */
const LONGEST_QUOTE = 30;

const inWords = (value: unknown): string =>
  typeof value === "string" && value.length > LONGEST_QUOTE ? "a longer text" : describe(value);

const expected =
  (words: string, holds: (value: unknown) => boolean): Check =>
  (value) =>
    holds(value) ? undefined : `expected ${words}, got ${inWords(value)}`;

const isFunction = (value: unknown): boolean => typeof value === "function";
const isBoolean = expected("true or false", (value) => typeof value === "boolean");
const isCount = (least: number): Check =>
  expected(
    `a whole number from ${least} to ${LARGEST_COUNT}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= LARGEST_COUNT,
  );

/** Text that a header can carry as it is: visible ASCII. */
export function isHeaderSafe(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** Whether a value can be sent as a credential. */
export const isCredential = (value: unknown): value is string => typeof value === "string" && isHeaderSafe(value);

/** A credential is never described, whatever it is. */
const credential: Check = (value) => (isCredential(value) ? undefined : "expected text of visible ASCII characters");

const headers: Check = (value) => {
  if (typeof value !== "object" || value === null) {
    return `expected an object of names and values, got ${inWords(value)}`;
  }
  for (const [name, text] of Object.entries(value)) {
    if (OWN_HEADERS.includes(name.toLowerCase())) {
      return `${name} is set by the client itself`;
    }
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) {
      return `${JSON.stringify(name)} is not the name of a header`;
    }
    if (typeof text !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
      return `the value of ${name} is not text that a header can carry`;
    }
  }
  return undefined;
};

const timeoutMs = expected("a number of ms above 0", (value) => typeof value === "number" && value > 0);
const accessToken: Check = (value) => (isFunction(value) ? undefined : credential(value));

const hooks: Check = (value) => {
  if (typeof value !== "object" || value === null) {
    return `expected an object of functions, got ${inWords(value)}`;
  }
  const wrong = Object.entries(value).find(([, hook]) => hook !== undefined && !isFunction(hook));
  const unknown = Object.keys(value).find((name) => !["onRequest", "onResponse", "onRetry"].includes(name));
  return wrong !== undefined
    ? `expected a function as ${wrong[0]}, got ${inWords(wrong[1])}`
    : unknown !== undefined
      ? `${unknown} is not known; known are onRequest, onResponse, onRetry`
      : undefined;
};

const signal = expected("an AbortSignal", (value) => {
  const { aborted, addEventListener } = (value ?? {}) as Partial<AbortSignal>;
  return typeof aborted === "boolean" && isFunction(addEventListener);
});

const callChecks: Record<string, Check> = {
  signal,
  timeoutMs,
  maxRetries: isCount(0),
  accessToken,
  headers,
};

const listChecks: Record<string, Check> = { ...callChecks, prefetch: isCount(0) };

const clientChecks: Record<string, Check> = {
  environment: expected('"sandbox" or "production"', (value) => value === "sandbox" || value === "production"),
  baseUrl: expected("an address", (value) => typeof value === "string" && value !== ""),
  clientSecret: credential,
  accessToken,
  fetch: expected("a function", isFunction),
  timeoutMs,
  maxRetries: isCount(0),
  maxConcurrency: isCount(1),
  maxResponseBytes: isCount(1),
  headers,
  hooks,
  credentials: expected('"omit", "same-origin" or "include"', (value) =>
    ["omit", "same-origin", "include"].includes(value as string),
  ),
  readOnly: isBoolean,
  dangerouslyAllowBrowser: isBoolean,
};

/** Everything that is wrong with an object of options. `undefined` counts as absent. */
function check(options: unknown, checks: Record<string, Check>, unknownHint: string): InvalidRequestIssue[] {
  if (typeof options !== "object" || options === null) {
    return [{ path: "options", message: `expected an object, got ${inWords(options)}` }];
  }
  return Object.entries(options).flatMap(([path, value]) => {
    const known = Object.hasOwn(checks, path) ? checks[path] : undefined;
    const message = known === undefined ? unknownHint : value === undefined ? undefined : known(value);
    return message === undefined ? [] : [{ path, message }];
  });
}

/** What is wrong with the options of a client. */
export const checkClientOptions = (options: unknown): InvalidRequestIssue[] =>
  check(options, clientChecks, `is not an option; options are ${Object.keys(clientChecks).join(", ")}`);

const callHint = (checks: Record<string, Check>): string =>
  `is not an option of a call (filters and bodies come before the options); options are ${Object.keys(checks).join(", ")}`;

/** What is wrong with the options of a call. */
export const checkCallOptions = (options: unknown): InvalidRequestIssue[] =>
  check(options, callChecks, callHint(callChecks));

/** What is wrong with the options of a list. */
export const checkListOptions = (options: unknown): InvalidRequestIssue[] =>
  check(options, listChecks, callHint(listChecks));
