/** The property that marks a bigint in JSON: `{ "$bigint": "125632" }`. */
const TAG = "$bigint";

/** Names that could be mistaken for the tag get an extra `$` when written, which is removed when read. */
const ESCAPABLE = /^\$+bigint$/;
const ESCAPED = /^\$\$+bigint$/;

/** A bigint in its written form. */
class Tagged {
  readonly [TAG]: string;

  constructor(value: bigint) {
    this[TAG] = value.toString();
  }
}

/**
 * Writes the result of `dehydrate`, or any other tree, as JSON that keeps bigints. `<` is escaped, so the text can be
 * put in a page's `<script>`. For persisters and for `dehydrateOptions.serializeData`.
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
 * Reads text written by `serialize`, with its bigints.
 *
 * @throws SyntaxError when the text is anything else.
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

/** The object with names changed that could be mistaken for the tag; the object itself if there are none. */
function renamed(value: Record<string, unknown>, pattern: RegExp, rename: (name: string) => string): object {
  const entries = Object.entries(value);
  return entries.some(([name]) => pattern.test(name))
    ? Object.fromEntries(entries.map(([name, part]) => [pattern.test(name) ? rename(name) : name, part]))
    : value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
