import { dateText, describe, isDate } from "../inspect/describe.js";
import { isPlain } from "../inspect/plain.js";

/** Deeper than this, an argument is no request's. */
const DEEPEST = 16;

/** Longer lists are no request's. */
const MOST_ITEMS = 50_000;

/** Larger objects are no request's. */
const MOST_PROPERTIES = 1000;

/**
 * Writes an argument down as JSON, as the core reads it: a copy that nothing changes any more. `undefined` is left
 * out of objects. The first letter of every string says what it stands for: `s` a string, `i` an integer, `d` a
 * date's text, `o` what no request holds, in words.
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
        : tagged("o", `${describe(value)}, which 64 bits do not hold`);
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

/** Arguments, in a list. */
export function encodeAll(values: readonly unknown[]): string {
  return `[${values.map((value) => encode(value)).join(",")}]`;
}

/** What an object is encoded as; one that throws when it is read is no request's. */
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
      return tagged("o", `a list of ${value.length} items`);
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
