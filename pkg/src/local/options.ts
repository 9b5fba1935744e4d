import { InvalidRequestError, type InvalidRequestIssue } from "../error/errors.js";
import { describe } from "../value/describe.js";
import { type Failures, failureKinds } from "./failures.js";

/** What a local registry is made with. */
export interface LocalRegistryOptions {
  /** Names the sample data and the ids: the same seed gives the same registry. */
  readonly seed?: string | undefined;
  /** Begins with nothing instead of sample data. */
  readonly empty?: boolean | undefined;
  /** The clock: ms since 1970. The system's unless said otherwise. */
  readonly now?: (() => number) | undefined;
  /** How long every answer takes, in ms. */
  readonly latencyMs?: number | undefined;
  /** How often connections fail, to test what your code does then. */
  readonly failures?: Failures | undefined;
  /** What `save` gave: goes on from there. */
  readonly state?: Uint8Array | undefined;
}

/** What is wrong with the value of an option: a message, or nothing. */
export type Check = (value: unknown) => string | undefined;

/** The longest delay that timers know, in ms. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** A check that says what is expected. */
export const expected =
  (words: string, holds: (value: unknown) => boolean): Check =>
  (value) =>
    holds(value) ? undefined : `expected ${words}, got ${describe(value)}`;

/** Whether a value is a number from 0 to `most`. */
const isUpTo = (value: unknown, most: number): boolean => typeof value === "number" && value >= 0 && value <= most;

const failures: Check = (value) => {
  if (typeof value !== "object" || value === null) {
    return `expected an object, got ${describe(value)}`;
  }
  const unknown = Object.keys(value).find((kind) => !failureKinds.some((known) => known === kind));
  if (unknown !== undefined) {
    return `${unknown} is not a kind of failure; kinds are ${failureKinds.join(", ")}`;
  }
  const chances: unknown[] = Object.values(value).filter((chance) => chance !== undefined);
  const wrong = chances.find((chance) => !isUpTo(chance, 1));
  if (wrong !== undefined) {
    return `expected chances from 0 to 1, got ${describe(wrong)}`;
  }
  const sum = chances.reduce<number>((total, chance) => total + Number(chance), 0);
  return sum > 1 ? `expected chances that add up to at most 1, got ${sum}` : undefined;
};

const registryChecks: Record<keyof LocalRegistryOptions, Check> = {
  seed: expected("text", (value) => typeof value === "string"),
  empty: expected("true or false", (value) => typeof value === "boolean"),
  now: expected("a function", (value) => typeof value === "function"),
  latencyMs: expected(`a number of ms from 0 to ${LONGEST_DELAY}`, (value) => isUpTo(value, LONGEST_DELAY)),
  failures,
  state: expected("a Uint8Array", (value) => Object.prototype.toString.call(value) === "[object Uint8Array]"),
};

/** Refuses options that are unknown or wrong. `undefined` counts as absent. */
export function checkOptions(operation: string, options: unknown, checks: Readonly<Record<string, Check>>): void {
  refuse(operation, findIssues(options, checks));
}

/** Refuses options that no registry can be made with. */
export function checkRegistryOptions(options: LocalRegistryOptions): void {
  const issues = findIssues(options, registryChecks);
  if (options?.state !== undefined && (options.seed !== undefined || options.empty !== undefined)) {
    issues.push({ path: "state", message: "goes on with a registry as it was; leave out seed and empty" });
  }
  refuse("createLocalRegistry", issues);
}

function findIssues(options: unknown, checks: Readonly<Record<string, Check>>): InvalidRequestIssue[] {
  if (typeof options !== "object" || options === null) {
    return [{ path: "options", message: `expected an object, got ${describe(options)}` }];
  }
  return Object.entries(options).flatMap(([path, value]) => {
    const known = Object.hasOwn(checks, path) ? checks[path] : undefined;
    const unknown = `is not an option; options are ${Object.keys(checks).join(", ")}`;
    const message = known === undefined ? unknown : value === undefined ? undefined : known(value);
    return message === undefined ? [] : [{ path, message }];
  });
}

function refuse(operation: string, issues: InvalidRequestIssue[]): void {
  if (issues.length > 0) {
    throw new InvalidRequestError(issues, { operation });
  }
}
