import type { InvalidRequestIssue } from "../error/errors.js";
import type { Redact } from "../error/secrets.js";
import { cutName, describe } from "../inspect/describe.js";
import { isPlain } from "../inspect/plain.js";

/** A message, written once it is known which credentials it must not quote. */
export type Message = (redact: Redact) => string;

/** Something that is wrong with options. */
export interface Finding {
  readonly path: Message;
  readonly message: Message;
}

/** Notes that a value is refused, and why. */
export type Refuse = (message: Message) => undefined;

/** Takes the value of an option as it is to be used, or refuses it. */
export type Take<T> = (value: unknown, refuse: Refuse) => T | undefined;

/** How each option is taken. */
export type Takes<T> = { readonly [Name in keyof T]-?: Take<Exclude<T[Name], undefined>> };

/** Options that were read: a copy without a prototype, and what is wrong with them. */
export interface Reading<T> {
  readonly options: T;
  readonly findings: Finding[];
}

/** The longest text that is quoted: what is longer may be a credential in the wrong place. */
const LONGEST_QUOTE = 30;

/**
 * Reads an object of options, each once. Only its own properties count: what some other code has put on
 * `Object.prototype` is no option. `undefined` counts as absent. `unknown` says what an unknown name is told.
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
      refuseAt(() => name)(() => "is inherited from a class; give it as a property of the options themselves");
    }
  } catch {
    refuseAll(() => "cannot be read: it throws when it is asked for what it holds");
  }
  return { options: options as T, findings };
}

/** What is wrong, in words without credentials. */
export function issuesOf(findings: readonly Finding[], redact: Redact): InvalidRequestIssue[] {
  return findings.map(({ path, message }) => ({ path: path(redact), message: message(redact) }));
}

/** Takes what fits, and says of anything else what was expected. */
export const expected =
  <T>(words: string, fits: (value: unknown) => boolean): Take<T> =>
  (value, refuse) =>
    fits(value) ? (value as T) : refuse((redact) => `expected ${words}, got ${inWords(value, redact)}`);

export const isFunction = (value: unknown): boolean => typeof value === "function";

/** Takes `true` and `false`. */
export const aBoolean: Take<boolean> = expected("true or false", (value) => typeof value === "boolean");

/** What came, in words that hold no credential. */
export function inWords(value: unknown, redact: Redact): string {
  if (typeof value !== "string") {
    return describe(value);
  }
  return value.length > LONGEST_QUOTE ? "a longer text" : describe(redact(value));
}

/**
 * The names and values that an object holds: its own properties, or the pairs of a `Map`, `Headers`, `URLSearchParams` or
 * a list of pairs. `undefined` for anything else.
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

/** Whether a class of the object has the property, `Object` apart. */
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
