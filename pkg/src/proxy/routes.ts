import { type OperationName, operations } from "../generated/operations.js";

/** An operation by its name, all public reads, or all reads that need an access token. */
export type Allowed = OperationName | "public" | "private-reads";

/** An operation as the proxy routes it. */
export interface Route {
  readonly operation: OperationName;
  readonly method: "GET" | "POST";
  /** Whether it needs an access token. */
  readonly isPrivate: boolean;
}

interface Pattern extends Route {
  readonly pattern: RegExp;
}

// An id consists of word characters, so a path with anything else in it matches no operation.
const patterns: readonly Pattern[] = /* @__PURE__ */ Object.entries(operations).map(
  ([name, { method, path, isPrivate }]) => ({
    operation: name as OperationName,
    method,
    isPrivate,
    pattern: new RegExp(`^${path.replace("{id}", "(\\w+)")}$`),
  }),
);

/** The operations at a path under the base URL, and the id in it. */
export function routesAt(path: string): { readonly routes: readonly Route[]; readonly id: string } {
  const routes = patterns.filter(({ pattern }) => pattern.test(path));
  return { routes, id: routes[0]?.pattern.exec(path)?.[1] ?? "" };
}

const groups = {
  public: ({ method, isPrivate }: Route): boolean => method === "GET" && !isPrivate,
  "private-reads": ({ method, isPrivate }: Route): boolean => method === "GET" && isPrivate,
} as const;

/** Whether this is the name of a group of operations. */
export function isGroup(name: unknown): name is keyof typeof groups {
  return Object.hasOwn(groups, name as PropertyKey);
}

/** The operations of a group, or the one with this name. */
export function operationsOf(entry: Allowed): OperationName[] {
  return isGroup(entry) ? patterns.filter(groups[entry]).map(({ operation }) => operation) : [entry];
}
