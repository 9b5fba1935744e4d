import { describe } from "../inspect/describe.js";

/** Encodes a message to the flows as JSON: kilograms, which are bigints, as decimal text. */
export function encode(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part)) ?? "null";
}

/** Decodes a message from the flows: kilograms are bigints again. */
export function decode<T>(text: string): T {
  return JSON.parse(text, (key, part: unknown) =>
    typeof part === "string" && /(^|_)kgs?$/.test(key) ? BigInt(part) : part,
  ) as T;
}

/** Encodes a caller's arguments for the checks: JSON cannot express bigints and values that no request can hold. */
export function given(value: unknown): unknown {
  switch (typeof value) {
    case "undefined":
      return null;
    case "bigint":
      return { $kg: value.toString() };
    case "number":
      return Number.isSafeInteger(value) ? value : { $other: describe(value) };
    case "string":
    case "boolean":
      return value;
    case "object":
      return givenObject(value);
    default:
      return { $other: describe(value) };
  }
}

function givenObject(value: object | null): unknown {
  if (value === null) {
    return null;
  }
  if (Array.isArray(value)) {
    return Array.from(value, given);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return { $other: describe(value) };
  }
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([name, part]) => [name, given(part)]));
}
