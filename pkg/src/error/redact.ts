import { describe } from "../inspect/describe.js";
import { isPlain } from "../inspect/plain.js";
import { property } from "../inspect/property.js";
import type { Redact } from "./secrets.js";

/** How deep a thrown object is searched; deeper parts are left out. */
const DEEPEST = 8;

/** How many parts of a thrown object are searched. */
const MOST_PARTS = 1000;

/** Plain data of others without credentials, at any depth. */
export function redacted<T>(value: T, redact: Redact): T;
export function redacted(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") {
    return redact(value);
  }
  if (typeof value === "number" || typeof value === "bigint") {
    const text = String(value);
    return redact(text) === text ? value : "[redacted]";
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => redacted(item, redact));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [redact(name), redacted(part, redact)]));
  }
  return value;
}

/**
 * A thrown value without credentials. It is the same object if all of it can be read and contains none; otherwise an
 * error rebuilt from its name, message, code, stack and cause.
 */
export function withoutSecrets(thrown: unknown, redact: Redact, depth = 0): unknown {
  if (typeof thrown === "string") {
    return redact(thrown);
  }
  if (typeof thrown === "function") {
    const isBare = Reflect.ownKeys(thrown).every((key) => ["length", "name", "prototype"].includes(String(key)));
    return isBare && redact(String(thrown)) === String(thrown) ? thrown : describe(thrown);
  }
  if (typeof thrown !== "object" || thrown === null || isHarmless(thrown, redact, new Set(), 0)) {
    return thrown;
  }
  const copy = new Error(textOf(thrown, "message", redact) ?? "");
  for (const name of ["name", "stack", "code"]) {
    const value = textOf(thrown, name, redact);
    if (value !== undefined) {
      Object.defineProperty(copy, name, { value, enumerable: name === "code", configurable: true, writable: true });
    }
  }
  const cause = depth < DEEPEST ? withoutSecrets(property(thrown, "cause"), redact, depth + 1) : undefined;
  if (cause !== undefined) {
    Object.defineProperty(copy, "cause", { value: cause, configurable: true, writable: true });
  }
  return copy;
}

function textOf(thrown: object, name: string, redact: Redact): string | undefined {
  const part = property(thrown, name);
  return typeof part === "string" ? redact(part) : undefined;
}

/** Whether a value is plain data or an error that holds plain data, and contains no credential. */
function isHarmless(value: unknown, redact: Redact, seen: Set<object>, depth: number): boolean {
  if (typeof value === "string") {
    return redact(value) === value;
  }
  if (typeof value !== "object" || value === null) {
    return typeof value !== "function";
  }
  if (seen.has(value)) {
    return true;
  }
  seen.add(value);
  try {
    if (
      depth > DEEPEST ||
      seen.size > MOST_PARTS ||
      !(isError(value) || Array.isArray(value) || isPlain(value)) ||
      showsItself(value)
    ) {
      return false;
    }
    return Reflect.ownKeys(value).every((key) => {
      const { value: part, get } = Object.getOwnPropertyDescriptor(value, key) ?? {};
      // An error's stack is an accessor in some runtimes.
      const shown: unknown = key === "stack" ? property(value, key) : part;
      const isShown = get === undefined || key === "stack";
      return isShown && isHarmless(String(key), redact, seen, depth) && isHarmless(shown, redact, seen, depth + 1);
    });
  } catch {
    return false;
  }
}

/** Whether it is an error, from this realm or another. */
function isError(value: object): boolean {
  const kind = Object.prototype.toString.call(value);
  return value instanceof Error || kind === "[object Error]" || kind === "[object DOMException]";
}

/** Whether loggers would ask it what to show. Errors of the web do it themselves. */
function showsItself(value: object): boolean {
  const isWebs = typeof DOMException === "function" && value instanceof DOMException;
  return (
    !isWebs &&
    [Symbol.for("nodejs.util.inspect.custom"), "toJSON"].some((name) => typeof property(value, name) === "function")
  );
}
