/**
 * Writes a value as JSON, with bigints as integers: like `JSON.stringify`, if it supported bigints. `fromJson` reads
 * models back with their bigints.
 *
 * @param value the value to write.
 * @param space the indentation of each level, as for `JSON.stringify`: a number of spaces or text.
 * @throws TypeError when the value refers to itself.
 */
export function toJson(value: unknown, space?: number | string): string {
  const unit =
    typeof space === "number" ? " ".repeat(Math.min(10, Math.max(0, Math.trunc(space)))) : (space ?? "").slice(0, 10);
  return write("", value, unit, "\n", []) ?? "null";
}

/** The text of a value; `undefined` where `JSON.stringify` would omit it. */
function write(key: string, given: unknown, unit: string, line: string, outer: object[]): string | undefined {
  const value = unwrap(key, given);
  if (typeof value === "bigint") {
    return value.toString();
  }
  if (typeof value !== "object" || value === null) {
    return JSON.stringify(value);
  }
  if (outer.includes(value)) {
    throw new TypeError("toJson: the value refers to itself");
  }
  const inner = [...outer, value];
  const indented = line + unit;
  const colon = unit === "" ? ":" : ": ";
  const [parts, open, close] = Array.isArray(value)
    ? [Array.from(value, (item, index) => write(String(index), item, unit, indented, inner) ?? "null"), "[", "]"]
    : [
        Object.entries(value).flatMap(([name, part]) => {
          const text = write(name, part, unit, indented, inner);
          return text === undefined ? [] : [JSON.stringify(name) + colon + text];
        }),
        "{",
        "}",
      ];
  if (parts.length === 0) {
    return open + close;
  }
  return unit === "" ? open + parts.join(",") + close : open + indented + parts.join(`,${indented}`) + line + close;
}

/** The value to write in JSON: `toJSON` and boxed primitives, as `JSON.stringify` handles them. */
function unwrap(key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const { toJSON } = value as { toJSON?: unknown };
  const plain: unknown = typeof toJSON === "function" ? toJSON.call(value, key) : value;
  const isBoxed =
    plain instanceof Number || plain instanceof String || plain instanceof Boolean || plain instanceof BigInt;
  return isBoxed ? plain.valueOf() : plain;
}
