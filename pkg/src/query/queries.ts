import type { Client } from "../client/client.js";
import { InvalidRequestError, type InvalidRequestIssue } from "../error/errors.js";
import { queryKinds, type RegistryQueries } from "../generated/queries.js";
import { describe } from "../inspect/describe.js";
import { expected, issuesOf, readOptions } from "../value/options.js";
import { copy, isEmpty, plain } from "./key.js";
import { pagesOf } from "./pages.js";

/** The options of `createQueries`. */
export interface QueriesOptions {
  /**
   * Separates the answers of several registries or accounts in one cache: a name of your choice, such as `"sandbox"`,
   * that is part of every key.
   */
  readonly scope?: string | undefined;
}

/** Any operation of the client. */
// biome-ignore lint/suspicious/noExplicitAny: the printed types define the operations and their arguments.
type Operation = (...given: unknown[]) => PromiseLike<any>;

/** The first part of every key. */
const NAME = "isometric-registry";

/**
 * Options for TanStack Query, one factory for each operation: `useQuery(queries.projects.get(id))`,
 * `useInfiniteQuery(queries.issuances.list())`, `useMutation(queries.retirements.create())`. Nothing is sent until a query
 * runs, and a cancelled query cancels its request.
 *
 * ```ts
 * const queries = createQueries(new RegistryClient({ baseUrl: "/registry" }));
 * const project = await queryClient.fetchQuery(queries.projects.get("prj_9FC8PDJKDA1SS7JM"));
 * ```
 *
 * @param registry the client to use.
 * @throws InvalidRequestError when it is not a client, or the options are invalid.
 */
export function createQueries(registry: Client, options?: QueriesOptions): RegistryQueries {
  const { scope } = check(registry, options);
  const start = scope === undefined ? [NAME] : [NAME, scope];
  const queries: Record<string, Record<string, unknown>> = {};
  for (const [name, kind] of Object.entries(queryKinds)) {
    const [resource = "", method = ""] = name.split(".");
    queries[resource] ??= { queryKey: [...start, resource] };
    // Looked up on each call, so that tests can replace operations of a client.
    const operation: Operation = (...given) => operationOf(registry, resource, method)(...given);
    queries[resource][method] = factories[kind](name, [...start, resource, method], operation);
  }
  return { queryKey: start, ...queries } as unknown as RegistryQueries;
}

function operationOf(registry: object, resource: string, method: string): Operation {
  const methods = (registry as Record<string, unknown>)[resource];
  return (methods as Record<string, Operation>)[method] as Operation;
}

type Factory = (name: string, key: readonly string[], operation: Operation) => (...given: unknown[]) => object;

const factories: Readonly<Record<(typeof queryKinds)[keyof typeof queryKinds], Factory>> = {
  read: (_name, queryKey, operation) => () => ({
    queryKey,
    queryFn: ({ signal }: Context) => operation({ signal }),
    retry: false,
  }),
  readOf: (_name, key, operation) => (id) => ({
    queryKey: [...key, plain(id)],
    queryFn: ({ signal }: Context) => operation(id, { signal }),
    retry: false,
  }),
  list: (name, key, operation) => (filters) => ({
    queryKey: keyOf(key, filters),
    ...pagesOf(name, filters, (page, signal) => operation(page, { signal })),
  }),
  listOf: (name, key, operation) => (id, filters) => ({
    queryKey: keyOf([...key, plain(id)], filters),
    ...pagesOf(name, filters, (page, signal) => operation(id, page, { signal })),
  }),
  act: (_name, mutationKey, operation) => () => ({
    mutationKey,
    mutationFn: (body: unknown) => operation(body),
    retry: false,
    networkMode: "always",
  }),
};

interface Context {
  readonly signal: AbortSignal;
}

const keyOf = (key: readonly unknown[], filters: unknown): readonly unknown[] =>
  isEmpty(filters) ? key : [...key, plain(copy(filters))];

const takes = {
  scope: expected<string>("a name", (value) => typeof value === "string" && value !== ""),
};

function check(registry: unknown, given: unknown): QueriesOptions {
  const { options, findings } = readOptions<QueriesOptions>(given, takes, "is not an option; the only one is scope");
  const issues: InvalidRequestIssue[] = issuesOf(findings, (text) => text);
  if (typeof (registry as Partial<Client> | null | undefined)?.request !== "function") {
    issues.unshift({ path: "registry", message: `expected a RegistryClient, got ${describe(registry)}` });
  }
  if (issues.length > 0) {
    throw new InvalidRequestError(issues, { operation: "createQueries" });
  }
  return options;
}
