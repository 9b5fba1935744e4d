/** A copy of a value, so that later changes by the caller affect neither a key nor a request. */
export function copy(given: unknown): unknown {
  if (Array.isArray(given)) {
    return given.map(copy);
  }
  if (given instanceof Date) {
    return Number.isNaN(given.getTime()) ? given : given.toISOString();
  }
  return isRecord(given)
    ? Object.fromEntries(Object.entries(given).map(([name, value]) => [name, copy(value)]))
    : given;
}

/**
 * The filters' part of a key: without `undefined`, and with text for values that keys cannot hold (a bigint breaks
 * their hash), so that invalid filters have a key as well.
 */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (isRecord(value)) {
    const parts = Object.entries(value).filter(([, part]) => part !== undefined);
    return Object.fromEntries(parts.map(([name, part]) => [name, plain(part)]));
  }
  return ["string", "number", "boolean"].includes(typeof value) || value === null ? value : String(value);
}

/** Whether the filters restrict anything. */
export const isEmpty = (value: unknown): boolean =>
  value === undefined || (isRecord(value) && Object.values(value).every((part) => part === undefined));

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
