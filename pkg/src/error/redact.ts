/**
 * What was thrown, without credentials. It is the same object unless a part of it that is shown to
 * people holds one; then it is an error like it.
 */
export function withoutSecrets(thrown: unknown, secrets: readonly string[]): unknown {
  const redact = (text: string): string =>
    secrets.reduce((shown, secret) => shown.replaceAll(secret, "[redacted]"), text);
  if (typeof thrown === "string") {
    return redact(thrown);
  }
  if (typeof thrown !== "object" || thrown === null || secrets.length === 0 || !holds(thrown, secrets, new Set())) {
    return thrown;
  }
  const { name, message, stack, code, cause } = thrown as Error & { code?: unknown };
  const copy = new Error(redact(String(message ?? "")));
  Object.defineProperty(copy, "name", { value: String(name ?? "Error"), configurable: true });
  if (typeof stack === "string") {
    Object.defineProperty(copy, "stack", { value: redact(stack), configurable: true, writable: true });
  }
  const kept = typeof code === "string" ? { code: redact(code) } : {};
  return Object.assign(copy, kept, cause === undefined ? {} : { cause: withoutSecrets(cause, secrets) });
}

/** Whether a part of an object that is shown to people holds a secret. */
function holds(value: object, secrets: readonly string[], seen: Set<object>): boolean {
  if (seen.has(value)) {
    return false;
  }
  seen.add(value);
  return Object.getOwnPropertyNames(value).some((name) => {
    let part: unknown;
    try {
      part = (value as Record<string, unknown>)[name];
    } catch {
      return false;
    }
    if (typeof part === "string") {
      return secrets.some((secret) => part.includes(secret));
    }
    return typeof part === "object" && part !== null && holds(part, secrets, seen);
  });
}
