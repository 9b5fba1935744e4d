import {
  ApiError,
  classNamed,
  DecodeError,
  hold,
  InvalidRequestError,
  NetworkError,
  RegistryError,
  TimeoutError,
  ValidationError,
} from "../error/errors.js";
import { property } from "../inspect/property.js";
import { refuse } from "./refuse.js";

/** What a property may hold, in words for a message, and whether it does. */
type Check = readonly [expected: string, holds: (value: unknown) => boolean];

const TEXT: Check = ["text", (value) => typeof value === "string"];
const NUMBER: Check = ["a number", (value) => typeof value === "number"];
const orNull = ([expected, holds]: Check): Check => [
  `${expected} or null`,
  (value: unknown) => value === null || holds(value),
];
const OUTCOME: Check = [
  '"not_sent", "rejected", "applied", "unknown" or null',
  (value) => [null, "not_sent", "rejected", "applied", "unknown"].includes(value as string | null),
];
const HEADERS: Check = ["an object of text", (value) => isObject(value) && Object.values(value).every(TEXT[1])];
// More than 4 kB of them is written as text that is cut.
const ISSUES: Check = ["a list", (value) => Array.isArray(value) || typeof value === "string"];
const BODY: Check = ["the body", (value) => value !== undefined];

/** What the JSON of an error holds at least, by the classes that the error is of. */
const FIELDS: readonly (readonly [object, Readonly<Record<string, Check>>])[] = [
  [
    RegistryError,
    { name: TEXT, message: TEXT, operation: TEXT, method: orNull(TEXT), url: orNull(TEXT), outcome: OUTCOME },
  ],
  [
    ApiError,
    {
      status: NUMBER,
      body: BODY,
      headers: HEADERS,
      requestId: orNull(TEXT),
      retryAfterMs: orNull(NUMBER),
      attempts: NUMBER,
    },
  ],
  [ValidationError, { issues: ISSUES }],
  [InvalidRequestError, { issues: ISSUES }],
  [NetworkError, { status: orNull(NUMBER), body: TEXT, attempts: NUMBER }],
  [TimeoutError, { timeoutMs: NUMBER, status: orNull(NUMBER), body: TEXT, attempts: NUMBER }],
  [DecodeError, { path: TEXT, expected: TEXT, status: orNull(NUMBER), body: TEXT }],
];

/** What the error has of its own. */
const OWN: readonly string[] = ["name", "message", "stack", "cause", "toJSON", "constructor", "__proto__"];

/**
 * Makes an error of this package again out of what `error.toJSON()` gave: with its class, so that `instanceof` and
 * `isOutcomeUnknown` hold, and with its fields. Errors arrive without class and fields where they are posted to another
 * thread, so post their JSON. Its stack begins here, and it has no cause; what `toJSON` cut stays cut (`issues` of more
 * than 4 kB are empty then), and the bigints of a body stay strings. Errors of `isometric-registry/transactions`
 * regain their class where that has been imported.
 *
 * @param json what `toJSON()` gave, or the same as JSON text.
 * @throws InvalidRequestError for what is not the JSON of an error of this package.
 */
export function errorFromJson(json: unknown): RegistryError {
  const fields = typeof json === "string" ? parsed(json) : json;
  if (!isObject(fields)) {
    return refuse("errorFromJson", "json", "what error.toJSON() gives", json);
  }
  const type = classOf(property(fields, "name"));
  for (const [of, checks] of FIELDS) {
    for (const [name, [expected, holds]] of type === of || inherits(type, of) ? Object.entries(checks) : []) {
      if (!holds(fields[name])) {
        refuse("errorFromJson", `json.${name}`, expected, fields[name]);
      }
    }
  }
  // A true error of that class, without its constructor, which would put the message together again.
  const error = Reflect.construct(Error, [fields["message"]], type) as RegistryError;
  define(error, "name", fields["name"], false);
  for (const [name, value] of Object.entries(fields).filter(([name]) => !OWN.includes(name))) {
    if (name === "body") {
      hold(error, name, value);
    } else if (name === "issues") {
      hold(error, name, Array.isArray(value) ? value : []);
    } else {
      define(error, name, revived(name, value), true);
    }
  }
  return error;
}

// biome-ignore lint/complexity/noBannedTypes: `Reflect.construct` takes any class.
function classOf(name: unknown): Function {
  return ((typeof name === "string" ? classNamed(name) : undefined) ?? RegistryError) as typeof RegistryError;
}

function inherits(type: object, of: object): boolean {
  return Object.prototype.isPrototypeOf.call(of, type);
}

function define(error: RegistryError, name: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, name, { value, enumerable, configurable: true, writable: true });
}

/** What JSON does not know, as the error had it. */
function revived(name: string, value: unknown): unknown {
  if (name === "headers" && isObject(value)) {
    return new Headers(value as Record<string, string>);
  }
  return name === "receipt" ? withKilograms(value) : value;
}

/** A receipt with its kilograms as bigints. */
function withKilograms(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withKilograms);
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([name, part]): [string, unknown] => {
    const isKilograms = name.endsWith("_kg") && typeof part === "string" && /^\d+$/.test(part);
    return [name, isKilograms ? BigInt(part) : withKilograms(part)];
  });
  return Object.fromEntries(entries);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
