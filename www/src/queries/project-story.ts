import type { CreditBatch, Issuance, Project, RegistryClient } from "isometric-registry";
import { type Share, sharesOf } from "./shares";

/** What has become of a project's credits: its issuances, and its batches. */
export interface ProjectStory {
  readonly issuances: readonly Issuance[];
  /** Those that are not split. */
  readonly batches: readonly CreditBatch[];
  /** Those that are: the batches came of them. */
  readonly split: readonly CreditBatch[];
}

/** Follows every batch that was issued to a project to what has become of it. */
export async function loadProjectStory(
  registry: RegistryClient,
  { id, supplier }: Project,
  signal: AbortSignal,
): Promise<ProjectStory> {
  const all = await registry.suppliers.issuances(supplier.id, {}, { signal }).toArray();
  const issuances = all.filter(({ project_id }) => project_id === id);
  const issued = await Promise.all(issuances.map((each) => registry.issuances.creditBatches(each.id, { signal })));
  let generation = issued.flatMap((each) => [...each.supplier_credit_batches, ...each.buffer_pool_credit_batches]);
  const batches: CreditBatch[] = [];
  const split: CreditBatch[] = [];
  while (generation.length > 0) {
    const children = generation.flatMap((batch) => {
      const ids = [batch.left_child_id, batch.right_child_id].filter((child) => child !== null);
      (ids.length === 0 ? batches : split).push(batch);
      return ids;
    });
    generation = await Promise.all(children.map((child) => registry.creditBatches.get(child, { signal })));
  }
  return { issuances, batches, split };
}

/** Who holds the credits that are active, the most first. */
export const holders = ({ batches }: ProjectStory): Share[] =>
  sharesOf(
    batches.filter(({ status }) => status === "active"),
    ({ owner, size }) => [owner, size.credit_kgs],
  );

/** In whose name credits were retired, the most first. */
export const beneficiaries = ({ batches }: ProjectStory): Share[] =>
  sharesOf(
    batches.filter(({ status }) => status === "retired"),
    ({ beneficiary, owner, size }) => [beneficiary ?? owner, size.credit_kgs],
  );
