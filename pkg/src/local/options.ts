import { InvalidRequestError } from "../error/errors.js";
import { isPlain } from "../inspect/plain.js";
import {
  aBoolean,
  expected,
  inWords,
  isFunction,
  issuesOf,
  readOptions,
  type Take,
  type Takes,
} from "../value/options.js";
import { type Failures, failureKinds } from "./failures.js";

/** The options of a local registry. */
export interface LocalRegistryOptions {
  /** Determines the sample data and the ids: the same seed produces the same registry. */
  readonly seed?: string | undefined;
  /** Starts without sample data. */
  readonly empty?: boolean | undefined;
  /** The clock: ms since 1970. Default: the system's. */
  readonly now?: (() => number) | undefined;
  /** The delay of every answer, in ms. */
  readonly latencyMs?: number | undefined;
  /** How often connections fail, to test how your code handles it. */
  readonly failures?: Failures | undefined;
  /** A result of `save`, to continue from. */
  readonly state?: Uint8Array | undefined;
  /** The seed of the accounts' credentials. Default: `seed`. */
  readonly credentialsSeed?: string | undefined;
  /**
   * Lets other parties trade while you read, at this average rate: those without credentials issue, deliver, transfer,
   * retire and refund their own credits. Half of their changes are committed late, up to 20 s after the time in their
   * records, and appear among older ones.
   */
  readonly busy?: { readonly perMinute: number } | undefined;
  /** The most requests in any 60 s; above it the answer is 429, with `Retry-After`. */
  readonly requestsPerMinute?: number | undefined;
  /** Changes to properties of the answers, by model and property: `{ "Issuance.issued_at": "remove" }`. */
  readonly drift?: Readonly<Record<string, PropertyDrift>> | undefined;
  /** Answers `first` and `last` together in Relay's own way, with the last of the first, instead of a forward page. */
  readonly relayOrder?: boolean | undefined;
}

/** A change to a property: it is missing, has another name, or a value of another type. */
export type PropertyDrift =
  | "remove"
  | { readonly rename: string }
  | { readonly retype: "string" | "number" | "boolean" | "null" | "list" | "object" };

/** The longest delay that timers support, in ms. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** Whether a value is a number from 0 to `most`. */
const isUpTo = (value: unknown, most: number): boolean => typeof value === "number" && value >= 0 && value <= most;

const aChance: Take<number> = expected("a chance from 0 to 1", (value) => isUpTo(value, 1));

const someFailures: Take<Failures> = (value, refuse) => {
  if (typeof value !== "object" || value === null) {
    return refuse((redact) => `expected an object, got ${inWords(value, redact)}`);
  }
  const takes: Takes<Failures> = { before: aChance, after: aChance, stall: aChance };
  const unknown = `is not a kind of failure; kinds are ${failureKinds.join(", ")}`;
  const { options, findings } = readOptions<Failures>(value, takes, unknown);
  for (const { path, message } of findings) {
    refuse((redact) => `${path(redact)}: ${message(redact)}`);
  }
  const sum = Object.values<number>(options as Record<string, number>).reduce((total, chance) => total + chance, 0);
  return sum > 1 ? refuse(() => `expected chances that add up to at most 1, got ${sum}`) : options;
};

const aCount = expected<number>(
  "a whole number from 1 to 6000",
  (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 6000,
);

const someTraffic: Take<{ readonly perMinute: number }> = (value, refuse) => {
  const takes: Takes<{ perMinute: number }> = { perMinute: aCount };
  const { options, findings } = readOptions<{ perMinute: number }>(value, takes, "is not known; there is perMinute");
  for (const { path, message } of findings) {
    refuse((redact) => `${path(redact)}: ${message(redact)}`);
  }
  return options.perMinute === undefined && findings.length === 0
    ? refuse(() => "expected { perMinute }, got nothing")
    : options;
};

/** An object of changes; the registry decides which are possible. */
const someDrift = expected<Readonly<Record<string, PropertyDrift>>>(
  'an object such as { "Issuance.issued_at": "remove" }',
  (value) => typeof value === "object" && value !== null && isPlain(value),
);

const registryTakes: Takes<LocalRegistryOptions> = {
  seed: expected("text", (value) => typeof value === "string"),
  empty: aBoolean,
  now: expected("a function", isFunction),
  latencyMs: expected(`a number of ms from 0 to ${LONGEST_DELAY}`, (value) => isUpTo(value, LONGEST_DELAY)),
  failures: someFailures,
  state: expected("a Uint8Array", (value) => Object.prototype.toString.call(value) === "[object Uint8Array]"),
  credentialsSeed: expected("text", (value) => typeof value === "string"),
  busy: someTraffic,
  requestsPerMinute: aCount,
  drift: someDrift,
  relayOrder: aBoolean,
};

/** Reads options; rejects unknown or invalid ones. */
export function takeOptions<T extends object>(operation: string, given: unknown, takes: Takes<T>): T {
  const unknown = `is not an option; options are ${Object.keys(takes).join(", ")}`;
  const { options, findings } = readOptions<T>(given, takes, unknown);
  if (findings.length > 0) {
    throw new InvalidRequestError(issuesOf(findings, String), { operation });
  }
  return options;
}

/** Reads the options of a registry; rejects invalid combinations. */
export function takeRegistryOptions(given: unknown): LocalRegistryOptions {
  const operation = "createLocalRegistry";
  const options = takeOptions(operation, given, registryTakes);
  const isNew = [options.seed, options.empty, options.credentialsSeed].some((option) => option !== undefined);
  if (options.state !== undefined && isNew) {
    const message = "continues an existing registry; omit seed, empty and credentialsSeed";
    throw new InvalidRequestError([{ path: "state", message }], { operation });
  }
  return options;
}
