import type { Drifted } from "../core/decoder.js";
import type { Take } from "../value/options.js";

/** A part of an answer that does not match the API's contract as this package knows it. */
export interface Drift {
  /** The operation, such as `"issuances.list"`. */
  readonly operation: string;
  /** The place in the answer, such as `nodes[].owner.name`; `[]` stands for any index. */
  readonly path: string;
  /** What was expected there, in words. */
  readonly expected: string;
  /** The kind of value that was found, in words: `"nothing"`, `"null"`, `"a string"`. Never the value itself. */
  readonly found: string;
}

/**
 * What to do when an answer does not match the API's contract: `"warn"` writes a warning to the console, once per
 * place; `"throw"` throws a `DecodeError`; `"ignore"` does nothing; a function is called with the drift. Unless it is
 * thrown, the values are passed through as received.
 */
export type OnDrift = "warn" | "throw" | "ignore" | ((drift: Drift) => void);

/** How the option is read. */
export const anOnDrift: Take<OnDrift> = (value, refuse) =>
  typeof value === "function" || ["warn", "throw", "ignore"].includes(value as string)
    ? (value as OnDrift)
    : refuse(() => 'expected "warn", "throw", "ignore" or a function');

/** The most places about which a process warns. */
const MOST_WARNINGS = 20;

/** The places about which the process has warned: copies of the package share them. */
const WARNED = /* @__PURE__ */ Symbol.for("isometric-registry.drift");

/** Reports drift in an answer. A failing handler cannot break the call. */
export function tellDrift(operation: string, drifts: readonly Drifted[], onDrift: OnDrift): void {
  for (const drifted of drifts) {
    const drift: Drift = { operation, ...drifted };
    if (typeof onDrift === "function") {
      try {
        const result: unknown = (onDrift as (drift: Drift) => unknown)(drift);
        Promise.resolve(result).catch(() => {});
      } catch {
        // A failing handler has no effect.
      }
    } else if (onDrift !== "ignore") {
      warn(drift);
    }
  }
}

function warn({ operation, path, expected, found }: Drift): void {
  const shared = globalThis as { [WARNED]?: Set<string> };
  shared[WARNED] ??= new Set();
  const warned = shared[WARNED];
  const place = `${operation} ${path}`;
  if (warned.has(place) || warned.size >= MOST_WARNINGS) {
    return;
  }
  warned.add(place);
  const last = warned.size === MOST_WARNINGS ? " Further places are not reported." : "";
  console.warn(
    `isometric-registry: ${place}: expected ${expected}, found ${found}. The API has changed since this version of the package; ` +
      `the value is passed through as received. See the option onDrift.${last}`,
  );
}
