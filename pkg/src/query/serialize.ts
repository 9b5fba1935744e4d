/** The property by which a bigint is known in JSON: `{ "$bigint": "125632" }`. */
const TAG = "$bigint";

/** Names that could be taken for the tag get one `$` more when they are written, and one less when they are read. */
const ESCAPABLE = /^\$+bigint$/;
const ESCAPED = /^\$\$+bigint$/;

/** A bigint as it is written. */
class Tagged {
  readonly [TAG]: string;

  constructor(value: bigint) {
    this[TAG] = value.toString();
  }
}

/**
 * Writes what `dehydrate` gives, or any other tree, as JSON that keeps bigints. `<` is escaped, so the text can stand in a
 * `<script>` of a page. For persisters and for `dehydrateOptions.serializeData`.
 *
 * ```ts
 * const text = serialize(dehydrate(queryClient));
 * hydrate(queryClient, deserialize(text));
 * ```
 *
 * @throws TypeError when the value refers to itself.
 */
export function serialize(value: unknown): string {
  // `undefined` has no JSON; a cache that holds nothing is `null`.
  return (JSON.stringify(value, write) ?? "null").replaceAll("<", "\\u003c");
}

/**
 * Reads what `serialize` has written, with its bigints.
 *
 * @throws SyntaxError when the text is something else.
 */
export function deserialize<T = unknown>(text: string): T {
  return JSON.parse(text, read) as T;
}

function write(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") {
    return new Tagged(value);
  }
  return isObject(value) && !(value instanceof Tagged) ? renamed(value, ESCAPABLE, (name) => `$${name}`) : value;
}

function read(_key: string, value: unknown): unknown {
  if (!isObject(value)) {
    return value;
  }
  const names = Object.keys(value);
  const tagged = names.length === 1 && names[0] === TAG ? value[TAG] : undefined;
  if (typeof tagged === "string" && /^-?\d+$/.test(tagged)) {
    return BigInt(tagged);
  }
  return renamed(value, ESCAPED, (name) => name.slice(1));
}

/** The object with those of its names changed that could be taken for the tag; the object itself if there are none. */
function renamed(value: Record<string, unknown>, pattern: RegExp, rename: (name: string) => string): object {
  const entries = Object.entries(value);
  return entries.some(([name]) => pattern.test(name))
    ? Object.fromEntries(entries.map(([name, part]) => [pattern.test(name) ? rename(name) : name, part]))
    : value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
