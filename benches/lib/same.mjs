/** Throws unless two values are deeply equal, whatever the order of their properties and their prototypes. */
export function assertSame(actual, expected, path = "it") {
  if (Object.is(actual, expected)) {
    return;
  }
  if (!isObject(actual) || !isObject(expected) || Array.isArray(actual) !== Array.isArray(expected)) {
    throw new Error(`${path} is ${describe(actual)}, not ${describe(expected)}`);
  }
  for (const key of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
    if (!Object.hasOwn(actual, key) || !Object.hasOwn(expected, key)) {
      throw new Error(`${path}.${key} is there in one only`);
    }
    assertSame(actual[key], expected[key], `${path}.${key}`);
  }
}

/** A copy in which what is a number of kilograms is a bigint; nothing else may be one. */
export function withBigints(value, key = "") {
  if (Array.isArray(value)) {
    return value.map((item) => withBigints(item));
  }
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withBigints(item, name)]));
  }
  return /_kgs?$/.test(key) && Number.isSafeInteger(value) ? BigInt(value) : value;
}

const isObject = (value) => typeof value === "object" && value !== null;
const describe = (value) => (isObject(value) ? "an object" : `${typeof value} ${value}`);
