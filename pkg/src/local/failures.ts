/**
 * The probability of a failed connection, from 0 (never) to 1 (always). The seed determines which requests fail.
 */
export interface Failures {
  /** The connection breaks before the registry acts. */
  readonly before?: number | undefined;
  /** The registry acts, and then the connection breaks. */
  readonly after?: number | undefined;
  /** The registry acts, and then does not answer. */
  readonly stall?: number | undefined;
}

/** The ways in which a connection can fail. */
export const failureKinds = ["before", "after", "stall"] as const;

/** Returns for each request how its connection fails, if it does. */
export function failurePlan(
  failures: Failures | undefined = {},
  seed: string,
): () => (typeof failureKinds)[number] | undefined {
  const random = generator(seed);
  return () => {
    let chance = random();
    for (const kind of failureKinds) {
      chance -= failures[kind] ?? 0;
      if (chance < 0) {
        return kind;
      }
    }
    return undefined;
  };
}

/** Numbers from 0 up to 1 that the seed determines: mulberry32. */
function generator(seed: string): () => number {
  let state = 0;
  for (const letter of seed) {
    state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x9e3779b1);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
