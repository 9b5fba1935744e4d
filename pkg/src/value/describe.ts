/** The longest text that a message quotes, in characters. */
const LONGEST = 60;

/** What a value is, in words for a message: `"abc"`, `1.5`, `a function`, `a Map`. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    case "object":
      return value === null ? "null" : describeObject(value);
    default:
      return String(value);
  }
}

function describeObject(value: object): string {
  if (Array.isArray(value)) {
    return "a list";
  }
  if (isDate(value)) {
    return Number.isNaN(value.getTime()) ? "an invalid Date" : `the Date ${value.toISOString()}`;
  }
  const type: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof type === "string" && type !== "Object" && type !== "" ? `a ${type}` : "an object";
}

/** Whether it is a `Date`, of this realm or another. */
export function isDate(value: object): value is Date {
  return Object.prototype.toString.call(value) === "[object Date]";
}
