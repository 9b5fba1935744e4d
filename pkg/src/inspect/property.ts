/** A property of what may be an object; `undefined` also where the object throws when it is asked. */
export function property(value: unknown, name: PropertyKey): unknown {
  try {
    return typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[name] : undefined;
  } catch {
    return undefined;
  }
}
