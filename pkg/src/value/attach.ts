/** How Node and Deno show an object. */
const inspected = /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom");

/** The class of an object, as far as its methods are concerned. */
interface Type {
  readonly prototype: object;
}

/**
 * Gives an object the methods of its class as properties of its own, which need no `this`: they work behind a `Proxy`,
 * taken off the object, and as what `map` calls. `shown` is what consoles print of it.
 */
export function attach(object: object, type: Type, shown?: string): void {
  for (const key of Reflect.ownKeys(type.prototype)) {
    const method: unknown = Object.getOwnPropertyDescriptor(type.prototype, key)?.value;
    if (key !== "constructor" && typeof method === "function") {
      // A subclass may have another.
      define(object, key, ((object as Record<PropertyKey, unknown>)[key] as () => unknown).bind(object));
    }
  }
  if (shown !== undefined) {
    define(object, inspected, () => shown);
  }
}

/** The same for methods that may be given to `map` with what they take first: they get nothing but that. */
export function attachMapped(object: object, type: Type): void {
  attach(object, type);
  for (const key of Object.getOwnPropertyNames(object)) {
    const bound = (object as Record<string, unknown>)[key];
    if (typeof bound === "function") {
      define(object, key, (...given: unknown[]): unknown => bound(...(isMapped(given) ? given.slice(0, 1) : given)));
    }
  }
}

/** Whether these are what `map` calls a function with: an item, its index, and the list. */
export function isMapped([item, index, list, ...more]: readonly unknown[]): boolean {
  return more.length === 0 && Array.isArray(list) && typeof index === "number" && Object.is(list[index], item);
}

function define(object: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(object, key, { value, configurable: true, writable: true });
}
