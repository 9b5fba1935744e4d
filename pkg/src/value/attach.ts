/** How Node and Deno show an object. */
const inspected = /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom");

/** The class of an object, with only its methods known. */
interface Type {
  readonly prototype: object;
}

/**
 * Gives an object the methods of its class as properties of its own, which need no `this`: they work behind a `Proxy`,
 * detached from the object, and as arguments of `map`. `shown` is what consoles print for it.
 */
export function attach(object: object, type: Type, shown?: string): void {
  for (const key of Reflect.ownKeys(type.prototype)) {
    const method: unknown = Object.getOwnPropertyDescriptor(type.prototype, key)?.value;
    if (key !== "constructor" && typeof method === "function") {
      // A subclass may override it.
      define(object, key, ((object as Record<PropertyKey, unknown>)[key] as () => unknown).bind(object));
    }
  }
  if (shown !== undefined) {
    define(object, inspected, () => shown);
  }
}

/** The same for methods that may be passed to `map` with their first argument: they receive only that argument. */
export function attachMapped(object: object, type: Type): void {
  attach(object, type);
  for (const key of Object.getOwnPropertyNames(object)) {
    const bound = (object as Record<string, unknown>)[key];
    if (typeof bound === "function") {
      define(object, key, (...given: unknown[]): unknown => bound(...(isMapped(given) ? given.slice(0, 1) : given)));
    }
  }
}

/** Whether these are the arguments that `map` calls a function with: an item, its index, and the list. */
export function isMapped([item, index, list, ...more]: readonly unknown[]): boolean {
  return more.length === 0 && Array.isArray(list) && typeof index === "number" && Object.is(list[index], item);
}

function define(object: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(object, key, { value, configurable: true, writable: true });
}
