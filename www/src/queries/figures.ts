import { type Overview, totalsByPathway } from "./overview.ts";
import { totalKg } from "./total.ts";

/** The figures that the overview begins with: credits in kilograms, and how many of each there are. */
export interface Figures {
  readonly issued: bigint;
  readonly delivered: bigint;
  readonly retired: bigint;
  /** Put into buffer pools, less retired from them. */
  readonly held: bigint;
  readonly projects: number;
  readonly suppliers: number;
  readonly deliveries: number;
  readonly retirements: number;
}

export const figuresOf = ({ projects, issuances, deliveries, retirements }: Overview): Figures => ({
  issued: totalKg(issuances),
  delivered: totalKg(deliveries),
  retired: totalKg(retirements),
  held: totalsByPathway(projects).reduce((sum, { buffered }) => sum + buffered, 0n),
  projects: projects.length,
  suppliers: new Set(projects.map(({ supplier }) => supplier.id)).size,
  deliveries: deliveries.length,
  retirements: retirements.length,
});
