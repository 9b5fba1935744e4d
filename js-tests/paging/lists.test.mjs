import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { InvalidRequestError, PagedList } from "isometric-registry";
import { clientOf, json, rejection, serve } from "../transport/support.mjs";
import { numbers, organisation, page, registryOf, scripted, upTo } from "./registry.mjs";

const collect = async (iterable) => {
  const items = [];
  for await (const item of iterable) {
    items.push(item);
  }
  return items;
};

describe("a list", () => {
  test("that is not used sends nothing, even if its arguments are invalid", async () => {
    const { registry, requests } = registryOf(3);
    void registry.transferees.list();
    void registry.transferees.list({ first: 99 });
    // @ts-expect-error the types refuse it
    void registry.transferees.list({ nonsense: 1 }, { nonsense: 1 });
    void registry.transferees.list({
      // @ts-expect-error the types refuse it
      get first() {
        throw new Error("a getter");
      },
    });
    await new Promise(setImmediate);
    assert.equal(requests.length, 0);
  });

  test("returns the first page with one request when awaited, each time anew", async () => {
    const { registry, requests } = registryOf(120);
    const list = registry.transferees.list();
    assert.ok(list instanceof PagedList);
    const first = await list;
    assert.equal(typeof first.nextPage, "function");
    assert.deepEqual(Object.keys(first), ["nodes", "total_count", "page_info"]);
    assert.deepEqual(numbers(first.nodes), upTo(50));
    assert.equal(requests.length, 1);
    await list;
    assert.equal(requests.length, 2);
  });

  test("has then, catch and finally", async () => {
    const { registry } = registryOf(1);
    const list = registry.transferees.list();
    assert.equal(await list.then(({ nodes }) => nodes.length), 1);
    assert.equal((await list.catch(() => null)).nodes.length, 1);
    let ended = false;
    await list.finally(() => {
      ended = true;
    });
    assert.ok(ended);
    const refused = registry.transferees.list({ first: 99 });
    assert.ok((await refused.catch((error) => error)) instanceof InvalidRequestError);
    assert.equal(await refused.then(null, () => "caught"), "caught");
  });

  test("turns its pages in both directions", async () => {
    const { registry, requests } = registryOf(5);
    const first = await registry.transferees.list({ first: 2 });
    assert.deepEqual([first.hasNextPage(), first.hasPreviousPage(), await first.previousPage()], [true, false, null]);
    const second = await first.nextPage();
    const third = await second.nextPage();
    assert.deepEqual(
      [numbers(second.nodes), numbers(third.nodes), third.hasNextPage(), await third.nextPage()],
      [[2, 3], [4], false, null],
    );
    assert.deepEqual(numbers((await third.previousPage()).nodes), [2, 3]);
    assert.deepEqual(numbers((await (await third.previousPage()).previousPage()).nodes), [0, 1]);
    assert.deepEqual(numbers((await first.nextPage()).nodes), [2, 3], "one page can be turned many times");
    const turns = requests.map(({ first, last, after, before }) => ({ first, last, after, before }));
    assert.deepEqual(turns[3], { first: undefined, last: "2", after: undefined, before: "4" });
  });

  test("returns every node, by default in pages of fifty", async () => {
    /** @type {[params: any, size: string][]} */
    const cases = [
      [undefined, "50"],
      [{}, "50"],
      [{ first: 7 }, "7"],
      [{ first: undefined }, "50"],
    ];
    for (const [params, size] of cases) {
      const { registry, requests } = registryOf(120);
      assert.deepEqual(numbers(await collect(registry.transferees.list(params))), upTo(120));
      assert.deepEqual(new Set(requests.map(({ first }) => first)), new Set([size]));
    }
  });

  test("can be walked many times, also at once", async () => {
    const { registry } = registryOf(120);
    const list = registry.transferees.list({ first: 10 });
    const walks = await Promise.all([collect(list), collect(list), list.toArray(), collect(list.stream())]);
    for (const nodes of [...walks, await collect(list)]) {
      assert.deepEqual(numbers(nodes), upTo(120));
    }
  });

  test("copies its filters when it is made, and carries them and the page size to every page", async () => {
    const { registry, requests } = scripted([
      page([], { has_next_page: true, end_cursor: "a" }),
      page([], { has_next_page: true, end_cursor: "b" }),
      page([]),
    ]);
    const filters = { first: 5, status: ["active", "split"] };
    const list = registry.organisations.creditBatches("org_0123456789ABCDEF", filters);
    filters.status.push("retired");
    filters.first = 50;
    await collect(list);
    assert.deepEqual(requests.map(String), [
      "status=active&status=split&first=5",
      "status=active&status=split&first=5&after=a",
      "status=active&status=split&first=5&after=b",
    ]);
  });
});

describe("pages()", () => {
  test("returns pages as on the wire", async () => {
    const { registry } = registryOf(5);
    const pages = await collect(registry.transferees.list({ first: 2 }).pages());
    assert.deepEqual(
      pages.map(({ nodes }) => numbers(nodes)),
      [[0, 1], [2, 3], [4]],
    );
    assert.ok(pages.every((item) => typeof item.nextPage === "function"));
  });
});

describe("toArray and first", () => {
  test("a limit asks for no more than it needs", async () => {
    /** @type {[limit: number, params: any, sizes: string[]][]} */
    const cases = [
      [0, undefined, []],
      [1, undefined, ["1"]],
      [3, undefined, ["3"]],
      [70, undefined, ["50", "20"]],
      [3, { first: 2 }, ["2", "1"]],
      [undefined, { first: 50 }, ["50", "50", "50"]],
      [1000, { first: 50 }, ["50", "50", "50"]],
    ];
    for (const [limit, params, sizes] of cases) {
      const { registry, requests } = registryOf(120);
      const nodes = await registry.transferees.list(params).toArray({ limit });
      assert.deepEqual(numbers(nodes), upTo(Math.min(limit ?? 120, 120)));
      assert.deepEqual(
        requests.map(({ first }) => first),
        sizes,
      );
    }
  });

  test("a registry that sends more than it is asked for does no harm", async () => {
    const { registry } = scripted([page(upTo(9).map(organisation))]);
    assert.deepEqual(numbers(await registry.transferees.list().toArray({ limit: 4 })), upTo(4));
  });

  test("a limit that is no count is refused", async () => {
    for (const limit of [-1, 1.5, Number.NaN, "5", null]) {
      const { registry, requests } = registryOf(3);
      // @ts-expect-error the types refuse it
      const result = registry.transferees.list().toArray({ limit });
      assert.ok((await rejection(result)) instanceof InvalidRequestError);
      assert.equal(requests.length, 0);
    }
  });

  test("a misspelt option is named", async () => {
    // @ts-expect-error the types refuse it
    const { message } = await rejection(registryOf(3).registry.transferees.list().toArray({ limt: 3 }));
    assert.match(message, /limt: is not an option; the only one is limit/);
  });

  test("first returns one node, or undefined", async () => {
    const { registry, requests } = registryOf(9);
    assert.deepEqual(await registry.transferees.list().first(), organisation(0));
    assert.equal(requests[0].first, "1");
    assert.equal(await registryOf(0).registry.transferees.list().first(), undefined);
    assert.deepEqual(await registry.transferees.list({ last: 5 }).first(), organisation(8));
  });
});

describe("backward", () => {
  test("nodes come last to first, pages as on the wire", async () => {
    for (const params of [{ last: 2 }, { last: 2, before: "5" }, { before: "5" }]) {
      const { registry, requests } = registryOf(5);
      const list = registry.transferees.list(params);
      assert.deepEqual(numbers(await collect(list)), upTo(5).reverse());
      assert.deepEqual(numbers(await list.toArray({ limit: 3 })), [4, 3, 2]);
      assert.equal(requests[0].last, params.last === undefined ? "50" : "2");
    }
    const { registry } = registryOf(5);
    const pages = await collect(registry.transferees.list({ last: 2 }).pages());
    assert.deepEqual(
      pages.map(({ nodes }) => numbers(nodes)),
      [[3, 4], [1, 2], [0]],
    );
  });

  test("it ends if nothing comes before, whatever comes after", async () => {
    const { registry, requests } = scripted([page([organisation(1)], { has_next_page: true, end_cursor: "x" })]);
    assert.equal((await collect(registry.transferees.list({ last: 1 }))).length, 1);
    assert.equal(requests.length, 1);
  });

  test("both directions at once are refused", async () => {
    for (const params of [
      { first: 1, last: 1 },
      { after: "a", before: "b" },
      { first: 1, before: "b" },
      { last: 1, after: "a" },
    ]) {
      const { registry, requests } = registryOf(5);
      // @ts-expect-error the types refuse it
      assert.ok((await rejection(registry.transferees.list(params))) instanceof InvalidRequestError);
      // @ts-expect-error the types refuse it
      assert.ok((await rejection(collect(registry.transferees.list(params)))) instanceof InvalidRequestError);
      assert.equal(requests.length, 0);
    }
  });
});

test("a walk resumes from a cursor", async () => {
  const { registry } = registryOf(9);
  assert.deepEqual(numbers(await collect(registry.transferees.list({ first: 2, after: "4" }))), [5, 6, 7, 8]);
  assert.deepEqual(numbers(await collect(registry.transferees.list({ last: 2, before: "4" }))), [3, 2, 1, 0]);
});

describe("stream()", () => {
  test("returns the nodes and ends", async () => {
    const { registry } = registryOf(120);
    assert.deepEqual(numbers(await collect(registry.transferees.list().stream())), upTo(120));
  });

  test("asks for nothing until it is read", async () => {
    const { registry, requests } = registryOf(120);
    const stream = registry.transferees.list().stream();
    await new Promise(setImmediate);
    assert.equal(requests.length, 0);
    await stream.cancel();
  });

  test("errors as the walk does", async () => {
    const { registry } = scripted([() => new Response("{}", { status: 403 })]);
    assert.equal(
      (await rejection(registry.transferees.list().stream().getReader().read())).name,
      "PermissionDeniedError",
    );
  });
});

test("options among the filters, and filters among the options, are refused by name", async () => {
  const { registry, requests } = registryOf(3);
  // @ts-expect-error the types refuse it
  const misplaced = await rejection(registry.transferees.list({ prefetch: 2 }));
  assert.match(misplaced.message, /prefetch/);
  // @ts-expect-error the types refuse it
  assert.match((await rejection(registry.transferees.list({}, { first: 2 }))).message, /first/);
  assert.match((await rejection(registry.transferees.list({}, { prefetch: -1 }))).message, /prefetch/);
  assert.equal(requests.length, 0);
});

test("over real HTTP", async (t) => {
  const server = await serve(t, (request, response) => {
    const after = Number(new URL(request.url, "http://x").searchParams.get("after") ?? 0);
    const nodes = [organisation(after), organisation(after + 1)];
    json(response, 200, JSON.stringify(page(nodes, { has_next_page: after < 8, end_cursor: String(after + 2) })));
  });
  assert.deepEqual(numbers(await collect(clientOf(server).transferees.list())), upTo(10));
});
