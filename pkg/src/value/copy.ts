import { describe, isDate } from "./describe.js";

/** Deeper than this, an argument is no request's. */
const DEEPEST = 16;

const encoder = /* @__PURE__ */ new TextEncoder();

/**
 * A deep copy of an argument, of what the core can take over: `undefined` is left out of objects, and
 * bytes stand for what JSON has no word for (`d` and a date's text, or `o` and what came, in words).
 */
export function copy(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case "boolean":
      return value;
    case "number":
      return Number.isSafeInteger(value) ? value : other(String(value));
    case "bigint":
      return BigInt.asIntN(64, value) === value ? value : other(`${value}, which 64 bits do not hold`);
    case "string":
      return /\p{Surrogate}/u.test(value) ? other("a string with a lone surrogate") : value;
    case "undefined":
      return undefined;
    case "object":
      return value === null ? null : copyObject(value, depth);
    default:
      return other(describe(value));
  }
}

function copyObject(value: object, depth: number): unknown {
  if (depth > DEEPEST) {
    return other("an object nested too deeply");
  }
  if (Array.isArray(value)) {
    return Array.from(value, (item) => copy(item, depth + 1));
  }
  if (isDate(value) && !Number.isNaN(value.getTime())) {
    return encoder.encode(`d${value.toISOString()}`);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain) {
    return other(describe(value));
  }
  const result: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) {
    if (part !== undefined) {
      Object.defineProperty(result, name, { value: copy(part, depth + 1), enumerable: true });
    }
  }
  return result;
}

function other(words: string): Uint8Array {
  return encoder.encode(`o${words}`);
}
