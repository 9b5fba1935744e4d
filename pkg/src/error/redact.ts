import { property } from "../value/property.js";

/** Takes credentials out of text. */
export type Redact = (text: string) => string;

/** How deep a thrown object is looked through; what lies deeper is taken to hold a credential. */
const DEEPEST = 16;

/** Finds credentials by value, as they are and as JSON and addresses write them. */
export function redactor(secrets: readonly string[]): Redact {
  const forms = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("/", "\\/"),
    encodeURIComponent(secret),
  ]);
  // The longest first: one may be a part of another.
  const longestFirst = [...new Set(forms)].sort((one, other) => other.length - one.length);
  return (text) => longestFirst.reduce((shown, form) => shown.replaceAll(form, "[redacted]"), text);
}

/** Plain data without credentials, at any depth. */
export function redacted<T>(value: T, redact: Redact): T;
export function redacted(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") {
    return redact(value);
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
 * What was thrown, without credentials. It is the same object unless a part of it that is shown to
 * people holds one; then it is an error like it.
 */
export function withoutSecrets(thrown: unknown, secrets: readonly string[]): unknown {
  return withoutShown(thrown, redactor(secrets), 0);
}

function withoutShown(thrown: unknown, redact: Redact, depth: number): unknown {
  if (typeof thrown === "string") {
    return redact(thrown);
  }
  if (typeof thrown !== "object" || thrown === null || !shows(thrown, redact, new Set(), 0)) {
    return thrown;
  }
  const text = (name: string): string | undefined => {
    const part = property(thrown, name);
    return typeof part === "string" ? redact(part) : undefined;
  };
  const copy = new Error(text("message") ?? "");
  for (const name of ["name", "stack", "code"]) {
    const value = text(name);
    if (value !== undefined) {
      Object.defineProperty(copy, name, { value, enumerable: name === "code", configurable: true, writable: true });
    }
  }
  const cause = depth < DEEPEST ? withoutShown(property(thrown, "cause"), redact, depth + 1) : undefined;
  if (cause !== undefined) {
    Object.defineProperty(copy, "cause", { value: cause, configurable: true, writable: true });
  }
  return copy;
}

/** Whether what is shown of an object to people holds a credential. */
function shows(value: unknown, redact: Redact, seen: Set<object>, depth: number): boolean {
  if (typeof value === "string") {
    return redact(value) !== value;
  }
  if (typeof value !== "object" || value === null || seen.has(value)) {
    return false;
  }
  seen.add(value);
  return depth > DEEPEST || partsOf(value).some((part) => shows(part, redact, seen, depth + 1));
}

/** What an object holds: its own properties, the items of a collection, the headers of a request. */
function partsOf(value: object): unknown[] {
  if (ArrayBuffer.isView(value)) {
    return [];
  }
  try {
    const isCollection = Symbol.iterator in value && typeof property(value, "forEach") === "function";
    const items = isCollection ? [...(value as Iterable<unknown>)] : [];
    const names = Reflect.ownKeys(value);
    return [...names, ...[...names, "headers"].map((name) => property(value, name)), ...items];
  } catch {
    return [];
  }
}
