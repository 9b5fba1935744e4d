/** The longest text that a message quotes, in characters. */
const LONGEST = 60;

/** The longest name of a type or a property that a message repeats, in characters. */
const LONGEST_NAME = 40;

/** More digits than these cannot be a quantity, and take long to write. */
const LARGEST_SHOWN = 10n ** 40n;

/** A value in words, for a message: `"abc"`, `1.5`, `a function`, `a Map`. Never throws. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(cut(value, LONGEST));
    case "bigint":
      return value < LARGEST_SHOWN && value > -LARGEST_SHOWN ? String(value) : "an integer of more than 40 digits";
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

/** The name of a property, shortened to fit into a message. */
export function cutName(name: string): string {
  return cut(name, LONGEST_NAME);
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function describeObject(value: object): string {
  try {
    if (Array.isArray(value)) {
      return "a list";
    }
    if (isDate(value)) {
      return Number.isNaN(value.getTime()) ? "an invalid Date" : `the Date ${value.toISOString()}`;
    }
    const type: unknown = Object.getPrototypeOf(value)?.constructor?.name;
    return typeof type === "string" && type !== "Object" && type !== "" ? `a ${cutName(type)}` : "an object";
  } catch {
    return "an object that cannot be read";
  }
}

/** Whether it is a `Date`, from this realm or another. */
export function isDate(value: object): value is Date {
  return Object.prototype.toString.call(value) === "[object Date]";
}

/** The date's text in RFC 3339; `undefined` for an invalid date or a year of more than four digits. */
export function dateText(date: Date): string | undefined {
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toISOString() : undefined;
}
