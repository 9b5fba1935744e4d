import type { Delivery, Issuance, Pathway, Project, RegistryClient, Retirement } from "isometric-registry";

/** The public record as the overview shows it. */
export interface Overview {
  readonly projects: readonly Project[];
  readonly issuances: readonly Issuance[];
  readonly deliveries: readonly Delivery[];
  readonly retirements: readonly Retirement[];
}

/** Reads four lists at once, each to its end. */
export async function loadOverview(registry: RegistryClient, signal: AbortSignal): Promise<Overview> {
  const [projects, issuances, deliveries, retirements] = await Promise.all([
    registry.projects.list({}, { signal }).toArray(),
    registry.issuances.list({}, { signal }).toArray(),
    registry.deliveries.list({}, { signal }).toArray(),
    registry.retirements.list({}, { signal }).toArray(),
  ]);
  return { projects, issuances, deliveries, retirements };
}

/** Kilograms of one series in one quarter. */
export interface Sum {
  /** The first day of the quarter. */
  readonly quarter: Date;
  readonly series: string;
  readonly kg: bigint;
}

/** Adds kilograms up by quarter and series. They are bigints, so nothing is rounded. */
function sumByQuarter<T>(items: readonly T[], read: (item: T) => [at: string, series: string, kg: bigint]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const item of items) {
    const [at, series, kg] = read(item);
    const day = new Date(at);
    const quarter = new Date(Date.UTC(day.getUTCFullYear(), Math.floor(day.getUTCMonth() / 3) * 3));
    const key = `${quarter.toISOString()} ${series}`;
    sums.set(key, { quarter, series, kg: (sums.get(key)?.kg ?? 0n) + kg });
  }
  return [...sums.values()].sort((one, other) => one.quarter.getTime() - other.quarter.getTime());
}

/** Credits issued, by quarter and pathway. An issuance names its project, and the project its pathway. */
export function issuedByPathway({ projects, issuances }: Overview): Sum[] {
  const pathwayOf = pathways(projects);
  return sumByQuarter(issuances, ({ issued_at, project_id, credit_batch_size_total }) => [
    issued_at,
    pathwayOf(project_id),
    credit_batch_size_total.credit_kgs,
  ]);
}

/** The part of them that went into buffer pools. */
export function bufferedByPathway({ projects, issuances }: Overview): Sum[] {
  const pathwayOf = pathways(projects);
  return sumByQuarter(issuances, ({ issued_at, project_id, buffer_pool_credit_batch_size_total }) => [
    issued_at,
    pathwayOf(project_id),
    buffer_pool_credit_batch_size_total.credit_kgs,
  ]);
}

/** Credits delivered to buyers, and credits retired, by quarter. */
export function deliveredAndRetired({ deliveries, retirements }: Overview): Sum[] {
  return [
    ...sumByQuarter(deliveries, (each) => [each.delivered_at, "Delivered", each.credit_batch_size_total.credit_kgs]),
    ...sumByQuarter(retirements, (each) => [each.retired_at, "Retired", each.credit_batch_size_total.credit_kgs]),
  ];
}

/** What became of the credits of each pathway, from its projects' totals. */
export function totalsByPathway(projects: readonly Project[]) {
  const totals = new Map<Pathway, { pathway: Pathway; issued: bigint; buffered: bigint; retired: bigint }>();
  for (const project of projects) {
    const { pathway } = project;
    const before = totals.get(pathway) ?? {
      pathway,
      issued: 0n,
      buffered: 0n,
      retired: 0n,
    };
    const held =
      project.issued_buffer_pool_credits_total.credit_kgs - project.retired_buffer_pool_credits_total.credit_kgs;
    totals.set(pathway, {
      pathway,
      issued: before.issued + project.issued_credits_total.credit_kgs,
      buffered: before.buffered + held,
      retired: before.retired + project.retired_credits_total.credit_kgs,
    });
  }
  return [...totals.values()].sort((one, other) => Number(other.retired - one.retired));
}

function pathways(projects: readonly Project[]): (id: Project["id"]) => Pathway {
  const known = new Map(projects.map(({ id, pathway }) => [id, pathway]));
  return (id) => known.get(id) ?? "unknown";
}
