// @ts-nocheck What does not compile is given on purpose.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { InvalidRequestError, PaginationError, RegistryClient, toJson } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";

const local = await createLocalRegistry({ seed: "pages in frameworks" });
const { fetch, baseUrl } = local;
const { clientSecret, accessToken } = local.accounts[0];
const registry = new RegistryClient({ fetch, baseUrl, clientSecret, accessToken });
const page = await registry.projects.list({ first: 1 });
const ids = (await registry.projects.list().toArray({ limit: 3 })).map(({ id }) => id);

/** A Proxy as frameworks make them: what it gives is wrapped as well. */
const wrapped = (value) =>
  typeof value === "object" && value !== null
    ? new Proxy(value, { get: (target, key, receiver) => wrapped(Reflect.get(target, key, receiver)) })
    : value;

describe("a page", () => {
  const ways = {
    "as it is": (page) => page,
    "behind a Proxy": (page) => new Proxy(page, {}),
    "behind a Proxy that wraps all": wrapped,
    "as the prototype of another object": (page) => Object.create(page),
    "as a copy with all properties": (page) => Object.defineProperties({}, Object.getOwnPropertyDescriptors(page)),
    "with its methods taken off": ({ hasNextPage, nextPage, hasPreviousPage, previousPage }) => ({
      hasNextPage,
      nextPage,
      hasPreviousPage,
      previousPage,
    }),
    frozen: Object.freeze,
  };
  for (const [way, make] of Object.entries(ways)) {
    test(`${way} leads to every other`, async () => {
      let count = 0;
      let last;
      for (let at = make(await registry.projects.list({ first: 2 })); at !== null; at = await at.nextPage()) {
        at = make(at);
        last = at;
        count += 1;
      }
      assert.equal(count, Math.ceil(page.total_count / 2));
      assert.equal(last.hasNextPage(), false);
      assert.equal(last.hasPreviousPage(), true);
      assert.notEqual(await last.previousPage(), null);
    });
  }

  test("that has lost its methods throws, and does not say that the list is over", () => {
    for (const copy of [{ ...page }, structuredClone(page), JSON.parse(toJson(page))]) {
      assert.deepEqual(Object.keys(copy), ["nodes", "total_count", "page_info"]);
      assert.throws(() => copy.nextPage(), TypeError);
    }
  });

  test("whose content somebody has changed leads on as it did", async () => {
    const changed = await registry.projects.list({ first: 1 });
    changed.page_info.has_next_page = false;
    changed.page_info.end_cursor = null;
    changed.nodes.length = 0;
    assert.equal(changed.hasNextPage(), true);
    assert.equal((await changed.nextPage()).nodes[0].id, ids[1]);
  });

  test("is plain data when it is listed or printed", () => {
    assert.equal(Object.getPrototypeOf(page), Object.prototype);
    assert.deepEqual(Object.keys(page), ["nodes", "total_count", "page_info"]);
    assert.deepEqual({ ...page }, page);
    assert.match(inspect(page), /^\{\s+nodes: \[/);
  });
});

describe("clients, resources and lists", () => {
  test("work behind a Proxy", async () => {
    for (const wrap of [wrapped, (value) => new Proxy(value, {})]) {
      const client = wrap(registry);
      assert.equal((await client.projects.get(ids[0])).id, ids[0]);
      assert.equal((await wrap(client.projects).get(ids[0])).id, ids[0]);
      assert.notEqual(await client.request({ method: "GET", path: "/projects" }), null);
      assert.equal((await client.withOptions({ readOnly: true }).projects.get(ids[0])).id, ids[0]);
      const list = wrap(registry.projects.list());
      assert.equal((await list).nodes[0].id, ids[0]);
      assert.equal((await list.first()).id, ids[0]);
      assert.equal((await list.toArray({ limit: 2 })).length, 2);
      for await (const project of list) {
        assert.equal(project.id, ids[0]);
        break;
      }
      for await (const { nodes } of list.pages()) {
        assert.equal(nodes[0].id, ids[0]);
        break;
      }
    }
  });

  test("have methods that can be taken off", async () => {
    assert.deepEqual(
      // @ts-expect-error the types refuse it
      (await Promise.all(ids.map(registry.projects.get))).map(({ id }) => id),
      ids,
    );
    const { get } = registry.projects;
    assert.equal((await get(ids[0])).id, ids[0]);
    const { request, withOptions } = registry;
    assert.notEqual(await request({ method: "GET", path: "/projects" }), null);
    assert.ok(withOptions({ readOnly: true }) instanceof RegistryClient);
    const { toArray, first, pages } = registry.projects.list();
    assert.equal((await toArray({ limit: 1 }))[0].id, (await first()).id);
    assert.equal((await pages().next()).value.nodes[0].id, ids[0]);
    // @ts-expect-error the types refuse it
    const [documents] = ids.map(registry.projects.documents);
    assert.ok(Array.isArray(await documents.toArray()));
    // What map gives beside the item is dropped; what a caller gives is not.
    // @ts-expect-error the types refuse it
    await assert.rejects(get(ids[0], 5), InvalidRequestError);
  });

  test("can be made otherwise by a subclass", async () => {
    class Own extends RegistryClient {
      request() {
        return Promise.resolve("mine");
      }
    }
    const own = new Own({ fetch, baseUrl, clientSecret });
    assert.equal(await own.request(), "mine");
    assert.equal(await own.withOptions({ readOnly: true }).request(), "mine");
  });

  test("say what they are, without credentials", () => {
    assert.equal(String(registry), "[object RegistryClient]");
    assert.equal(String(registry.projects.list()), "[object PagedList]");
    assert.equal(inspect(registry), `RegistryClient of ${baseUrl}`);
    assert.equal(inspect(registry.withOptions({ readOnly: true })), `RegistryClient of ${baseUrl}, read-only`);
    assert.equal(inspect(registry.projects.list()), "PagedList of projects.list");
  });
});

describe("toArray", () => {
  const asked = [];
  const counting = registry.withOptions({
    fetch: (url, init) => {
      asked.push(url);
      return fetch(url, init);
    },
  });

  for (const options of [
    { limt: 3 },
    { max: 3 },
    3,
    "3",
    null,
    [],
    new Map([["limit", 3]]),
    { limit: -1 },
    { limit: 1.5 },
    { limit: "3" },
  ]) {
    test(`refuses ${inspect(options)}`, async () => {
      asked.length = 0;
      // @ts-expect-error the types refuse it
      await assert.rejects(counting.projects.list().toArray(options), (error) => {
        assert.ok(error instanceof InvalidRequestError, String(error));
        return true;
      });
      assert.deepEqual(asked, []);
    });
  }

  test("asks for what a limit says, however large", async () => {
    for (const limit of [2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY]) {
      asked.length = 0;
      assert.equal((await counting.projects.list().toArray({ limit })).length, page.total_count);
      assert.match(asked[0], /first=50/);
    }
    asked.length = 0;
    await counting.projects.list().toArray({ limit: 2 });
    assert.match(asked[0], /first=2$/);
  });
});

test("a list with a thousand empty pages in a row is an error", async () => {
  let count = 0;
  const endless = registry.withOptions({
    fetch: async () => {
      count += 1;
      const page_info = { has_previous_page: false, start_cursor: null, has_next_page: true, end_cursor: `c${count}` };
      return Response.json({ nodes: [], total_count: 5, page_info });
    },
  });
  for (const walk of [
    async () => endless.projects.list({}, { prefetch: 0 }).toArray(),
    async () => {
      let at = await endless.projects.list();
      while (at !== null) {
        at = await at.nextPage();
      }
    },
  ]) {
    count = 0;
    await assert.rejects(walk(), (error) => {
      assert.ok(error instanceof PaginationError, String(error));
      assert.match(error.message, /more than 1000 pages/);
      assert.equal(typeof error.cursor, "string");
      return true;
    });
    assert.equal(count, 1001);
  }
});
