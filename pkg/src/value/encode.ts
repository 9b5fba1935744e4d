import { dateText, describe, isDate } from "../inspect/describe.js";
import { isPlain } from "../inspect/plain.js";

/** No request has an argument nested more deeply than this. */
const DEEPEST = 16;

/** No request has longer lists than this. */
const MOST_ITEMS = 10_000;

/** No request has objects with more properties than this. */
const MOST_PROPERTIES = 1000;

/**
 * Encodes an argument as JSON, for the core: a copy that later changes do not affect. `undefined` is left out of
 * objects. The first letter of every string says what it stands for: `s` a string, `i` an integer, `d` a date's text,
 * `o` a value that no request can hold, in words.
 */
export function encode(value: unknown, depth = 0): string {
  switch (typeof value) {
    case "boolean":
      return String(value);
    case "number":
      return Number.isSafeInteger(value) ? tagged("i", value) : tagged("o", value);
    case "bigint":
      return BigInt.asIntN(64, value) === value
        ? tagged("i", value)
        : tagged("o", `${describe(value)}, which does not fit in 64 bits`);
    case "string":
      return hasLoneSurrogate(value) ? tagged("o", "a string with a lone surrogate") : tagged("s", value);
    case "undefined":
      return "null";
    case "object":
      return value === null ? "null" : encodeReadable(value, depth);
    default:
      return tagged("o", describe(value));
  }
}

/** Encodes arguments, in a list. */
export function encodeAll(values: readonly unknown[]): string {
  return `[${values.map((value) => encode(value)).join(",")}]`;
}

/** Encodes an object; no request can hold one that throws when it is read. */
function encodeReadable(value: object, depth: number): string {
  try {
    return encodeObject(value, depth);
  } catch {
    return tagged("o", "an object that cannot be read");
  }
}

function encodeObject(value: object, depth: number): string {
  if (depth > DEEPEST) {
    return tagged("o", "an object nested too deeply");
  }
  if (Array.isArray(value)) {
    if (value.length > MOST_ITEMS) {
      return tagged("o", `a list of ${value.length} items (the most in a request are 10,000)`);
    }
    let items = "";
    // By index, as a hole is an item too.
    for (let index = 0; index < value.length; index += 1) {
      items += `${index === 0 ? "" : ","}${encode(value[index], depth + 1)}`;
    }
    return `[${items}]`;
  }
  const date = isDate(value) ? dateText(value) : undefined;
  if (date !== undefined) {
    return tagged("d", date);
  }
  if (!isPlain(value)) {
    return tagged("o", describe(value));
  }
  const names = Object.keys(value);
  if (names.length > MOST_PROPERTIES) {
    return tagged("o", `an object of ${names.length} properties`);
  }
  let properties = "";
  for (const name of names) {
    const part = (value as Record<string, unknown>)[name];
    if (part !== undefined) {
      properties += `${properties === "" ? "" : ","}${JSON.stringify(name)}:${encode(part, depth + 1)}`;
    }
  }
  return `{${properties}}`;
}

/** Most texts have no surrogate at all, which is found out faster. */
const hasLoneSurrogate = (text: string): boolean => /[\ud800-\udfff]/.test(text) && /\p{Surrogate}/u.test(text);

function tagged(kind: "s" | "i" | "d" | "o", text: string | number | bigint): string {
  return kind === "i" ? `"i${text}"` : JSON.stringify(`${kind}${text}`);
}
