import assert from "node:assert/strict";
import { test } from "node:test";

/** How often JavaScript has called the core, and the core JavaScript. */
const counted = { exports: 0, imports: 0 };

const count = (functions, kind) =>
  Object.fromEntries(
    Object.entries(functions).map(([name, value]) => {
      const counting = (...values) => {
        counted[kind] += 1;
        return value(...values);
      };
      return [name, typeof value === "function" ? counting : value];
    }),
  );

const { Instance } = WebAssembly;
class Counting {
  exports;

  constructor(module, imports) {
    const counting = Object.entries(imports).map(([name, functions]) => [name, count(functions, "imports")]);
    this.exports = count(new Instance(module, Object.fromEntries(counting)).exports, "exports");
  }
}
WebAssembly.Instance = Counting;

const { fromJson, RegistryClient } = await import("isometric-registry");

const organisation = (index) => ({
  id: `org_${String(index).padStart(16, "0")}`,
  name: `Buyer ${index}`,
  domain: null,
});

/** A client of an endless list with so many organisations a page. */
function clientOf(size) {
  let turned = 0;
  const fetch = async () => {
    turned += 1;
    const page_info = { has_previous_page: false, start_cursor: null, has_next_page: true, end_cursor: `c${turned}` };
    return new Response(
      JSON.stringify({
        nodes: Array.from({ length: size }, (_, index) => organisation(index)),
        total_count: 1e6,
        page_info,
      }),
    );
  };
  return new RegistryClient({ baseUrl: "http://127.0.0.1/registry/v0", fetch, accessToken: "token" });
}

/** What some work costs once everything is warm. */
async function costOf(work) {
  await work();
  const before = { ...counted };
  await work();
  return { exports: counted.exports - before.exports, imports: counted.imports - before.imports };
}

async function costOfPage(size) {
  const pages = clientOf(size).transferees.list({}, { prefetch: 0 }).pages();
  return costOf(() => pages.next());
}

/** The most that they may be. Lower them when there is less to do. */
const LIMITS = {
  page: { exports: 4, imports: 0 },
  single: { exports: 4, imports: 0 },
  stored: { exports: 2, imports: 0 },
};

const assertCheap = (cost, limit) =>
  assert.ok(
    cost.exports <= limit.exports && cost.imports <= limit.imports,
    `${JSON.stringify(cost)} is more than ${JSON.stringify(limit)}`,
  );

test("a page crosses the boundary a few times, however much is on it", async () => {
  const [small, large] = [await costOfPage(1), await costOfPage(50)];
  assert.deepEqual(large, small);
  assertCheap(large, LIMITS.page);
});

test("so does a single call", async () => {
  const fetch = async () => new Response(JSON.stringify(organisation(1)));
  const registry = new RegistryClient({
    baseUrl: "http://127.0.0.1/registry/v0",
    fetch,
    accessToken: "the-access-token",
  });
  assertCheap(await costOf(() => registry.organisations.current()), LIMITS.single);
});

test("stored text is decoded by two calls", async () => {
  const text = JSON.stringify(organisation(1));
  assertCheap(await costOf(() => fromJson("Organisation", text)), LIMITS.stored);
});
