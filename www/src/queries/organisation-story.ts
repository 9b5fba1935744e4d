import type {
  CreditBatch,
  Delivery,
  Organisation,
  ProjectId,
  RegistryClient,
  Retirement,
  Transfer,
} from "isometric-registry";

/** What an organisation received, passed on, and had retired in its name. */
export interface OrganisationStory {
  readonly deliveries: readonly Delivery[];
  readonly transfersIn: readonly Transfer[];
  readonly transfersOut: readonly Transfer[];
  readonly retirements: readonly Retirement[];
  /** The batches of those retirements. */
  readonly retired: readonly CreditBatch[];
}

/** Reads four lists, each to its end, and the batches of each retirement. */
export async function loadOrganisationStory(
  registry: RegistryClient,
  { id }: Organisation,
  signal: AbortSignal,
): Promise<OrganisationStory> {
  const options = { signal };
  const [deliveries, transfersIn, transfersOut, retirements] = await Promise.all([
    registry.deliveries.list({ to_organisation_id: id }, options).toArray(),
    registry.transfers.list({ to_organisation_id: id }, options).toArray(),
    registry.transfers.list({ from_organisation_id: id }, options).toArray(),
    registry.retirements.list({ beneficiary_org_id: id }, options).toArray(),
  ]);
  const lists = await Promise.all(retirements.map((each) => registry.retirements.creditBatches(each.id, options)));
  return { deliveries, transfersIn, transfersOut, retirements, retired: lists.flatMap(({ nodes }) => nodes) };
}

/** Kilograms of one project and vintage, the year in which the carbon was stored. */
export interface Vintage {
  readonly project_id: ProjectId;
  readonly year: number;
  readonly kg: bigint;
}

/** What was retired, by project and vintage. A retirement can hold several of both, so its batches are added up. */
export function retiredByVintage({ retired }: OrganisationStory): Vintage[] {
  const found = new Map<string, Vintage>();
  for (const { project_id, sequestered_on, size } of retired) {
    const year = Number(sequestered_on.slice(0, 4));
    const key = `${project_id} ${year}`;
    found.set(key, { project_id, year, kg: (found.get(key)?.kg ?? 0n) + size.credit_kgs });
  }
  return [...found.values()].sort((one, other) => (one.kg < other.kg ? 1 : -1));
}
