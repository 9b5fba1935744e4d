/** How the sample registry behaves, and how long the client waits for it. In the address, so that it can be shared. */
export interface Conditions {
  /** How long every answer takes, in ms. */
  readonly latencyMs: number;
  /** How often a connection breaks off before the registry acts, 0 to 1. */
  readonly before: number;
  /** How often it breaks off after the registry has acted. */
  readonly after: number;
  /** How often the registry acts and stays silent. */
  readonly stall: number;
  /** The client's `timeoutMs`. */
  readonly timeoutMs: number;
  /** How often others trade in a minute while the live view plays; from 1. */
  readonly perMinute: number;
}

const defaults: Conditions = { latencyMs: 0, before: 0, after: 0, stall: 0, timeoutMs: 30_000, perMinute: 20 };

const limits: Readonly<Record<keyof Conditions, number>> = {
  latencyMs: 10_000,
  before: 1,
  after: 1,
  stall: 1,
  timeoutMs: 60_000,
  perMinute: 600,
};

const least: Partial<Conditions> = { perMinute: 1 };

const names = Object.keys(defaults) as (keyof Conditions)[];

export function readConditions(search: string): Conditions {
  const given = new URLSearchParams(search);
  const read = (name: keyof Conditions) => {
    const value = Number(given.get(name) ?? defaults[name]);
    const isKnown = value >= (least[name] ?? 0) && value <= limits[name];
    return isKnown ? value : defaults[name];
  };
  return Object.fromEntries(names.map((name) => [name, read(name)])) as unknown as Conditions;
}

export function writeConditions(conditions: Conditions): string {
  const changed = names.filter((name) => conditions[name] !== defaults[name]);
  const search = new URLSearchParams(changed.map((name) => [name, String(conditions[name])]));
  return changed.length === 0 ? "" : `?${search}`;
}
