import { signal } from "@preact/signals";

/** Where the page is: `#/explore/projects?supplier_id=spl_…`. In the hash, so that any static host will do. */
export interface Route {
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

export const route = signal<Route>(readHash());

window.addEventListener("hashchange", () => {
  const next = readHash();
  if (next.path.join() !== route.value.path.join()) {
    scrollTo(0, 0);
  }
  route.value = next;
});

function readHash(): Route {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return {
    path: path.split("/").filter(Boolean).map(decode),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** An address of this page. Empty parts of the query are left out. */
export function href(path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return `#/${path}${given.length === 0 ? "" : `?${new URLSearchParams(given)}`}`;
}

/** Changes the address without a new step in the history. */
export function replaceRoute(path: string, query: Readonly<Record<string, string | undefined>>): void {
  history.replaceState(null, "", href(path, query));
  route.value = readHash();
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
