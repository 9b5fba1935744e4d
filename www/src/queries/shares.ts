import type { Organisation } from "isometric-registry";

/** Kilograms of one organisation. */
export interface Share {
  readonly organisation: Organisation;
  readonly kg: bigint;
}

/** Adds up what each organisation has, the most first. Kilograms are bigints, so nothing is rounded. */
export function sharesOf<T>(items: readonly T[], read: (item: T) => [Organisation, bigint]): Share[] {
  const found = new Map<string, Share>();
  for (const item of items) {
    const [organisation, kg] = read(item);
    found.set(organisation.id, { organisation, kg: (found.get(organisation.id)?.kg ?? 0n) + kg });
  }
  return [...found.values()].sort((one, other) => (one.kg < other.kg ? 1 : -1));
}
