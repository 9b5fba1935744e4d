// What must not compile.
import {
  type CreditBatch,
  type CreditBatchId,
  creditsFromKg,
  kgFromCredits,
  type Organisation,
  type ProjectId,
  parseId,
  RegistryClient,
} from "isometric-registry";
import { createQueries } from "isometric-registry/query";
import { useCore } from "isometric-registry/slim";

declare const registry: RegistryClient;
declare const batch: CreditBatch;
declare const me: Organisation;
declare const projectId: ProjectId;

export function ids(): void {
  // @ts-expect-error a project's id is not an organisation's
  void registry.organisations.get(projectId);
  // @ts-expect-error text may be any id: parseId tells
  void registry.organisations.get("org" as string);
  // @ts-expect-error nor in a filter
  void registry.organisations.creditBatches(me.id, { supplier_id: projectId });
  // @ts-expect-error nor in a body
  void registry.transfers.create({ ...transfer, to_organisation_id: batch.supplier_id });
  // @ts-expect-error parseId gives the kind that was asked for
  const id: CreditBatchId = parseId("project", "prj_");
  // @ts-expect-error there is no such kind
  parseId("batch", "ctb_");
  void id;
}

declare const transfer: Parameters<RegistryClient["transfers"]["create"]>[0];
declare const retirement: Parameters<RegistryClient["retirements"]["createFromOldestCredits"]>[0];

export function quantities(): void {
  // @ts-expect-error kilograms of a response are bigints
  const kilograms: number = batch.size.credit_kgs;
  // @ts-expect-error credits are numbers
  const credits: bigint = batch.size.credits;
  // @ts-expect-error kilograms and credits do not add up
  const sum = batch.size.credit_kgs + batch.size.credits;
  // @ts-expect-error decimal text is in credits
  void registry.retirements.createFromOldestCredits({ ...retirement, credit_quantity_kg: "1.5" });
  // @ts-expect-error a response's credits are not text
  kgFromCredits(batch.size.credits);
  // @ts-expect-error credits are not kilograms
  creditsFromKg(batch.size.credits);
  void [kilograms, credits, sum];
}

export function lists(): void {
  // @ts-expect-error there is no such filter
  void registry.organisations.creditBatches(me.id, { vintage: 2024 });
  // @ts-expect-error it is another list's filter
  void registry.deliveries.list({ owner_org_id: me.id });
  // @ts-expect-error a status is one of a list
  void registry.organisations.creditBatches(me.id, { status: "active" });
  // @ts-expect-error either from the start or from the end
  void registry.projects.list({ first: 10, last: 10 });
  // @ts-expect-error either after or before
  void registry.projects.list({ after: "cursor", before: "cursor" });
  // @ts-expect-error nor mixed
  void registry.organisations.creditBatches(me.id, { status: ["active"], first: 10, before: "cursor" });
  // @ts-expect-error an option is not a filter
  void registry.projects.list({ signal: new AbortController().signal });
  // @ts-expect-error a filter is not an option
  void registry.projects.list({}, { first: 10 });
  // @ts-expect-error only lists are fetched ahead
  void registry.projects.get(projectId, { prefetch: 1 });
}

export async function results(): Promise<void> {
  const project = await registry.projects.get(projectId);
  // @ts-expect-error it may be null
  void project.name;
  const [first] = await registry.projects.list().toArray();
  // @ts-expect-error there may be none
  void first.name;
  const answer = await registry.request({ method: "GET", path: "/newer" });
  // @ts-expect-error what it is is not known
  void answer.nodes;
}

export async function bodies(): Promise<void> {
  // @ts-expect-error a misspelt property
  await registry.retirements.createFromOldestCredits({ ...retirement, vintgae: 2024 });
  // @ts-expect-error the supplier is missing
  await registry.retirements.createFromOldestCredits({ ...retirement, supplier_id: undefined });
  // @ts-expect-error either a domain or an e-mail address
  await registry.beneficiaries.create({ beneficiary_name: "A" });
  // @ts-expect-error both terms are accepted, or nothing is bought
  await registry.stripe.createCheckoutSession({ ...checkout, supplier_terms_and_conditions_accepted: false });
}

declare const checkout: Parameters<RegistryClient["stripe"]["createCheckoutSession"]>[0];

export function options(): void {
  // @ts-expect-error there is no such environment
  new RegistryClient({ environment: "staging" });
  // @ts-expect-error a misspelt option
  new RegistryClient({ clientSecrets: "secret" });
  // @ts-expect-error a number is no wasm
  useCore(5);
}

export function mapped(ids: readonly (typeof projectId)[]): void {
  // @ts-expect-error the index is not options
  void ids.map(registry.projects.get);
}

export function queries(): void {
  const all = createQueries(registry);
  // @ts-expect-error a project's id is not an organisation's
  void all.organisations.get(projectId);
  // @ts-expect-error a filter that does not exist
  void all.retirements.list({ owner: me.id });
  // @ts-expect-error what is read gives no mutation
  void all.projects.get(projectId).mutationFn;
}
