/** A property of a value that may be an object; `undefined` also if the object throws when it is read. */
export function property(value: unknown, name: PropertyKey): unknown {
  try {
    return typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[name] : undefined;
  } catch {
    return undefined;
  }
}
