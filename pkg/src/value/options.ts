import type { InvalidRequestIssue } from "../error/errors.js";
import type { Redact } from "../error/secrets.js";
import { cutName, describe } from "../inspect/describe.js";
import { isPlain } from "../inspect/plain.js";

/** A message, composed once it is known which credentials it must not quote. */
export type Message = (redact: Redact) => string;

/** A problem in the options. */
export interface Finding {
  readonly path: Message;
  readonly message: Message;
}

/** Records that a value is invalid, and why. */
export type Refuse = (message: Message) => undefined;

/** Reads the value of an option, or records why it is invalid. */
export type Take<T> = (value: unknown, refuse: Refuse) => T | undefined;

/** How each option is read. */
export type Takes<T> = { readonly [Name in keyof T]-?: Take<Exclude<T[Name], undefined>> };

/** Options that were read: a copy without a prototype, and the problems found. */
export interface Reading<T> {
  readonly options: T;
  readonly findings: Finding[];
}

/** The longest text that is quoted: longer text may be a credential in the wrong place. */
const LONGEST_QUOTE = 30;

/**
 * Reads an object of options, each once. Only its own properties count: a property that other code has added to
 * `Object.prototype` is not an option. `undefined` counts as absent. `unknown` is the message for an unknown name.
 */
export function readOptions<T extends object>(given: unknown, takes: Takes<T>, unknown: string): Reading<T> {
  const options = Object.create(null) as Record<string, unknown>;
  const findings: Finding[] = [];
  const refuseAt =
    (path: Message): Refuse =>
    (message) => {
      findings.push({ path, message });
      return undefined;
    };
  const refuseAll = refuseAt(() => "options");
  if (given === undefined) {
    return { options: options as T, findings };
  }
  try {
    const known = takes as Readonly<Record<string, Take<unknown>>>;
    const names = isObject(given) && !Array.isArray(given) ? Object.keys(given) : undefined;
    const inherited = Object.keys(known).filter((name) => isInherited(given, name));
    if (names === undefined || (names.length + inherited.length === 0 && !isPlain(given as object))) {
      refuseAll((redact) => `expected an object of options, got ${inWords(given, redact)}`);
      return { options: options as T, findings };
    }
    for (const name of names) {
      const take = Object.hasOwn(known, name) ? known[name] : undefined;
      if (take === undefined) {
        refuseAt((redact) => cutName(redact(name)))(() => unknown);
        continue;
      }
      const value = (given as Record<string, unknown>)[name];
      const taken =
        value === undefined
          ? undefined
          : take(
              value,
              refuseAt(() => name),
            );
      if (taken !== undefined) {
        options[name] = taken;
      }
    }
    for (const name of inherited) {
      refuseAt(() => name)(() => "is inherited from a class; set it on the options object itself");
    }
  } catch {
    refuseAll(() => "cannot be read: reading it throws");
  }
  return { options: options as T, findings };
}

/** The problems, in words without credentials. */
export function issuesOf(findings: readonly Finding[], redact: Redact): InvalidRequestIssue[] {
  return findings.map(({ path, message }) => ({ path: path(redact), message: message(redact) }));
}

/** Accepts what fits, and otherwise says what was expected. */
export const expected =
  <T>(words: string, fits: (value: unknown) => boolean): Take<T> =>
  (value, refuse) =>
    fits(value) ? (value as T) : refuse((redact) => `expected ${words}, got ${inWords(value, redact)}`);

export const isFunction = (value: unknown): boolean => typeof value === "function";

/** Accepts `true` and `false`. */
export const aBoolean: Take<boolean> = expected("true or false", (value) => typeof value === "boolean");

/** A value in words that contain no credential. */
export function inWords(value: unknown, redact: Redact): string {
  if (typeof value !== "string") {
    return describe(value);
  }
  return value.length > LONGEST_QUOTE ? "a longer text" : describe(redact(value));
}

/**
 * The names and values in an object: its own properties, or the pairs of a `Map`, `Headers`, `URLSearchParams` or a
 * list of pairs. `undefined` for anything else.
 */
export function pairsOf(value: unknown): (readonly [name: string, value: unknown])[] | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  if (Symbol.iterator in value) {
    const pairs = [...(value as Iterable<unknown>)];
    return pairs.every(isPair) ? pairs : undefined;
  }
  const entries = Object.entries(value);
  return entries.length > 0 || isPlain(value) ? entries : undefined;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const isPair = (value: unknown): value is readonly [string, unknown] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === "string";

/** Whether a class of the object, other than `Object`, has the property. */
function isInherited(value: unknown, name: string): boolean {
  if (!isObject(value) || Object.hasOwn(value, name)) {
    return false;
  }
  for (let holder: unknown = Object.getPrototypeOf(value); isObject(holder); holder = Object.getPrototypeOf(holder)) {
    if (Object.getPrototypeOf(holder) === null) {
      return false;
    }
    if (Object.hasOwn(holder, name)) {
      return true;
    }
  }
  return false;
}
