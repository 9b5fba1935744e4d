// What the documentation shows compiles under the strictest settings.
import {
  ApiError,
  type CreditBatch,
  type CreditBatchFilters,
  type CreditBatchId,
  type CreditBatchStatus,
  creditsFromKg,
  errorFromJson,
  fromJson,
  InvalidRequestError,
  isOutcomeUnknown,
  kgFromCredits,
  type ListResource,
  type OrganisationId,
  type Page,
  type PagedList,
  type Project,
  type ProjectId,
  parseId,
  RegistryClient,
  RegistryError,
  toJson,
  ValidationError,
} from "isometric-registry";
import wasm from "isometric-registry/core.wasm";
import { createLocalRegistry, type LocalRegistry } from "isometric-registry/local";
import { createQueries } from "isometric-registry/query";
import { type CoreInput, RegistryClient as SlimClient, useCore } from "isometric-registry/slim";

declare const supplied: { secret: string | undefined; token: string | undefined };
declare const controller: AbortController;

const registry = new RegistryClient({
  environment: "sandbox",
  clientSecret: supplied.secret,
  accessToken: supplied.token,
  hooks: { onRetry: ({ operation, attempt, delayMs }) => void [operation, attempt, delayMs] },
});

export async function portfolio(): Promise<bigint> {
  const me = await registry.organisations.current();
  let kilograms = 0n;
  for await (const batch of registry.organisations.creditBatches(me.id, { status: ["active"] })) {
    kilograms += batch.size.credit_kgs;
  }
  const balance = await registry.organisations.creditBalance(me.id);
  return kilograms - balance.total.active_credits_total.credit_kgs;
}

export async function lists(): Promise<void> {
  const list: PagedList<Project> = registry.projects.list({ first: 10 }, { prefetch: 0, signal: controller.signal });
  const page: Page<Project> = await list;
  const next: Page<Project> | null = page.hasNextPage() ? await page.nextPage() : null;
  const some: Project[] = await list.toArray({ limit: 3 });
  const first: Project | undefined = await list.first();
  for await (const { nodes, total_count, page_info } of list.pages()) {
    void [nodes, total_count, page_info.end_cursor];
  }
  const stream: ReadableStream<Project> = list.stream();
  void [next, some, first, stream];
  void registry.projects.list({ last: 5, before: "cursor" });
  void registry.projects.list({ after: null });
  void registry.projects.list(undefined, { timeoutMs: 1000 });
}

/** `undefined` and `null` stand for what is not given, so that values can be handed on. */
export function filters(status: CreditBatchStatus | undefined, since: Date | null): CreditBatchFilters {
  return { status: status === undefined ? undefined : [status], issued_after: since, order_id: undefined };
}

export async function retire(owner: OrganisationId, batch: CreditBatch): Promise<string> {
  try {
    const retirement = await registry.retirements.create({
      owner_organisation_id: owner,
      beneficiary_organisation_id: owner,
      supplier_id: batch.supplier_id,
      retirement_purposes: ["corporate_targets"],
      credit_batch_quantities: [{ credit_batch_id: batch.id, credit_quantity_kg: kgFromCredits("1.5") }],
    });
    return creditsFromKg(retirement.credit_batch_size_total.credit_kgs);
  } catch (error) {
    if (isOutcomeUnknown(error)) {
      return `${error.operation}: ${error.outcome}`;
    }
    if (error instanceof ValidationError) {
      return error.issues.map(({ loc, msg }) => `${loc.join(".")}: ${msg}`).join();
    }
    if (error instanceof InvalidRequestError) {
      return error.issues.map(({ path }) => path).join();
    }
    if (error instanceof ApiError) {
      return `${error.status} ${error.requestId ?? ""} ${error.headers.get("date") ?? ""}`;
    }
    if (error instanceof RegistryError && error.cursor !== undefined) {
      return error.cursor;
    }
    throw error;
  }
}

export async function stored(batch: CreditBatch): Promise<CreditBatch> {
  const id: CreditBatchId = parseId("creditBatch", batch.id);
  const page: { nodes: CreditBatch[] } = await fromJson("Page<CreditBatch>", toJson({ nodes: [id] }, 2));
  const children: ListResource<CreditBatch> = await registry.deliveries.creditBatches(parseId("delivery", "dlv_"));
  return page.nodes[0] ?? children.nodes[0] ?? fromJson("CreditBatch", toJson(batch));
}

/** Enums are open: a status that is newer than this package can be compared with and sent. */
export function open(batch: CreditBatch): boolean {
  void registry.organisations.creditBatches(batch.owner.id, { status: ["active", "frozen"] });
  return batch.status === "retired" || batch.status === "frozen";
}

/** They autocomplete all the same: what is known is still told from other text. */
type Known = Extract<CreditBatchStatus, "active" | "split" | "retired">;
export const known: readonly Known[] = ["active", "split", "retired"];

export async function local(): Promise<LocalRegistry> {
  const registry = await createLocalRegistry({ seed: "types", now: () => 0 });
  const { fetch, baseUrl, accounts } = registry;
  const buyer = accounts.find(({ role }) => role === "buyer");
  new RegistryClient({ fetch, baseUrl, clientSecret: buyer?.clientSecret, accessToken: buyer?.accessToken });
  await registry.admin.setTime(new Date(0));
  return registry;
}

export function posted(json: unknown): "unknown" | undefined {
  const error: RegistryError = errorFromJson(json);
  return isOutcomeUnknown(error) ? error.outcome : undefined;
}

export async function slim(core: CoreInput): Promise<unknown> {
  useCore(core);
  useCore(new URL("https://example.com/core.wasm"));
  useCore("/assets/core.wasm");
  // Whatever the bundler makes of it.
  useCore(wasm);
  useCore(new URL(wasm, "https://example.com/main.js"));
  useCore(import("isometric-registry/core.wasm").then((module) => module.default));
  const client = new SlimClient({ baseUrl: "/registry", credentials: "include", readOnly: true });
  return client.withOptions({ maxRetries: 0 }).request({ method: "GET", path: "/newer", query: { first: 1 } });
}

export const tokens = new RegistryClient({
  baseUrl: "https://example.com/registry/v0",
  accessToken: async ({ refused }) => (refused ? "new" : "cached"),
  fetch: (url, init) => fetch(url, init),
});

export async function mapped(ids: readonly ProjectId[], kilograms: readonly bigint[]): Promise<(Project | null)[]> {
  const { get } = registry.projects;
  void kilograms.map(creditsFromKg).join();
  return Promise.all(ids.map((id) => get(id)));
}

export function queries(me: OrganisationId): Promise<Project | null> {
  const { projects, organisations, retirements } = createQueries(registry, { scope: "sandbox" });
  const batches = organisations.creditBatches(me, { status: ["active"], first: 20 });
  void batches.queryFn({ signal: controller.signal, pageParam: batches.initialPageParam });
  void retirements.create().mutationFn;
  return projects.get("prj_9FC8PDJKDA1SS7JM").queryFn({ signal: controller.signal });
}
