import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  dehydrate,
  hashKey,
  hydrate,
  InfiniteQueryObserver,
  MutationObserver,
  onlineManager,
  QueryClient,
  QueryObserver,
} from "@tanstack/query-core";
import { InvalidRequestError, NetworkError, PaginationError, RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import { createQueries, deserialize, serialize } from "isometric-registry/query";
import { environment } from "../runtimes/environments.mjs";

const local = await createLocalRegistry({ seed: "queries" });
const [{ clientSecret, accessToken, organisation_id }] = local.accounts;

/** A client of the sample, and the requests that it sends. */
function connect({ fetch = local.fetch, ...options } = {}) {
  const sent = [];
  const registry = new RegistryClient({
    baseUrl: local.baseUrl,
    clientSecret,
    accessToken,
    maxRetries: 0,
    fetch: (url, init) => {
      sent.push(`${init.method} ${new URL(url).pathname.replace("/registry/v0", "")}${new URL(url).search}`);
      return fetch(url, init);
    },
    ...options,
  });
  return { registry, queries: createQueries(registry), sent, client: new QueryClient() };
}

describe(`queries, ${environment("TanStack Query")}`, () => {
  test("there is one for every operation, and each gives what the client gives", async () => {
    const { registry, queries, client } = connect();
    const counted = Object.values(queries).flatMap((resource) =>
      Object.values(resource).filter((factory) => typeof factory === "function"),
    );
    assert.equal(counted.length, 41);
    const [project] = (await registry.projects.list({ first: 1 })).nodes;
    assert.deepEqual(await client.fetchQuery(queries.projects.get(project.id)), project);
    assert.deepEqual(await client.fetchQuery(queries.organisations.current()), await registry.organisations.current());
    assert.equal(await client.fetchQuery(queries.projects.get("prj_AAAAAAAAAAAAAAAA")), null);
    assert.deepEqual(client.getQueryData(queries.projects.get(project.id).queryKey), project);
  });

  test("keys are plain, say what is asked, and are the same for the same", () => {
    const { queries, registry } = connect();
    const { queryKey } = queries.organisations.creditBatches(organisation_id, {
      status: ["active"],
      issued_after: new Date("2025-01-02T03:04:05Z"),
      project_id: undefined,
    });
    assert.deepEqual(queryKey, [
      "isometric-registry",
      "organisations",
      "creditBatches",
      organisation_id,
      { status: ["active"], issued_after: "2025-01-02T03:04:05.000Z" },
    ]);
    assert.deepEqual(queries.projects.list({}).queryKey, queries.projects.list().queryKey);
    assert.deepEqual(queries.projects.list({ first: undefined }).queryKey, queries.projects.list().queryKey);
    assert.deepEqual(queries.projects.queryKey, ["isometric-registry", "projects"]);
    assert.deepEqual(createQueries(registry, { scope: "sandbox" }).stripe.configuration().queryKey, [
      "isometric-registry",
      "sandbox",
      "stripe",
      "configuration",
    ]);
    // @ts-expect-error no number for the types, but the client takes it, and it has a key
    hashKey(queries.projects.list({ first: 5n }).queryKey);
  });

  test("what is sent is what was said when the options were made", async () => {
    const { queries, client, sent } = connect();
    const filters = {
      first: 2,
      sort_direction: /** @type {const} */ ("asc"),
      status: [/** @type {const} */ ("active")],
    };
    const options = queries.organisations.creditBatches(organisation_id, filters);
    filters.status.push(/** @type {any} */ ("retired"));
    filters.first = 9;
    await client.fetchInfiniteQuery(options);
    assert.match(sent[0], /first=2\b/);
    assert.doesNotMatch(sent[0], /retired/);
  });

  test("what the client refuses fails with its own error, at once", async () => {
    const { queries, client, sent } = connect();
    const wrong = /** @type {any} */ (queries);
    await assert.rejects(client.fetchQuery(wrong.projects.get("org_AAAAAAAAAAAAAAAA")), InvalidRequestError);
    await assert.rejects(client.fetchQuery(wrong.projects.get(undefined)), InvalidRequestError);
    await assert.rejects(client.fetchInfiniteQuery(wrong.retirements.list({ owner_org: "x" })), /owner_org_id/);
    assert.deepEqual(sent, []);
  });

  test("a query that fails is not repeated on top of the client's retries", async () => {
    const { queries, sent } = connect({ fetch: () => Promise.reject(new TypeError("broken")) });
    const client = new QueryClient({ defaultOptions: { queries: { retryDelay: 0 } } });
    const observer = new QueryObserver(client, queries.suppliers.get("spl_AAAAAAAAAAAAAAAA"));
    const result = await settled(observer);
    assert.ok(result.error instanceof NetworkError);
    assert.equal(sent.length, 1);
  });

  test("a cancelled query cancels its request", async () => {
    const asked = deferred();
    /** @type {AbortSignal | undefined} */
    let signal;
    const { queries, client } = connect({
      fetch: (_url, init) =>
        new Promise((_, reject) => {
          signal = init.signal;
          signal.addEventListener("abort", () => reject(signal?.reason));
          asked.resolve();
        }),
    });
    const options = queries.projects.get("prj_AAAAAAAAAAAAAAAA");
    const answer = client.fetchQuery(options);
    await asked.promise;
    await client.cancelQueries({ queryKey: options.queryKey });
    await assert.rejects(answer);
    assert.equal(signal?.aborted, true);
  });

  test("a query that nobody looks at any more cancels its request", async () => {
    const asked = deferred();
    const cancelled = deferred();
    const { queries, client } = connect({
      fetch: (_url, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            cancelled.resolve();
            reject(signal.reason);
          });
          asked.resolve();
        }),
    });
    const leave = new InfiniteQueryObserver(client, queries.issuances.list()).subscribe(() => {});
    await asked.promise;
    leave();
    await cancelled.promise;
  });
});

describe("pages", () => {
  test("forward to the end, every node once", async () => {
    const { registry, queries, client, sent } = connect();
    const observer = new InfiniteQueryObserver(client, queries.issuances.list({ first: 7 }));
    const nodes = await walk(observer);
    assert.deepEqual(nodes, await registry.issuances.list().toArray());
    assert.equal(sent[0], "GET /issuances?first=7");
    assert.match(sent[1], /^GET \/issuances\?first=7&after=/);
  });

  test("backward with `last`, and the other way", async () => {
    const { registry, queries, client } = connect();
    const all = await registry.issuances.list().toArray();
    const observer = new InfiniteQueryObserver(client, queries.issuances.list({ last: 5 }));
    const leave = observer.subscribe(() => {});
    await settled(observer);
    const { data } = await observer.fetchNextPage();
    assert.deepEqual(data.pages[0].nodes, all.slice(-5));
    assert.deepEqual(data.pages[1].nodes, all.slice(-10, -5));
    assert.equal(observer.getCurrentResult().hasPreviousPage, false);
    leave();
  });

  test("a window of pages that moves there and back", async () => {
    const { registry, queries, client } = connect();
    const all = await registry.issuances.list().toArray();
    const observer = new InfiniteQueryObserver(client, { ...queries.issuances.list({ first: 4 }), maxPages: 2 });
    const leave = observer.subscribe(() => {});
    await settled(observer);
    await observer.fetchNextPage();
    await observer.fetchNextPage();
    const shown = () => observer.getCurrentResult().data.pages.flatMap(({ nodes }) => nodes);
    assert.deepEqual(shown(), all.slice(4, 12));
    await observer.fetchPreviousPage();
    assert.deepEqual(shown(), all.slice(0, 8));
    await observer.refetch();
    assert.deepEqual(shown(), all.slice(0, 8));
    leave();
  });

  test("cursors in a circle, or none, are an error and not an end", async () => {
    const cases = [
      { cursors: ["a", "b", "a"], told: /repeated a cursor/ },
      { cursors: ["a", null], told: /no cursor/ },
    ];
    for (const { cursors, told } of cases) {
      let page = 0;
      const { queries, client } = connect({
        fetch: async () => {
          const end_cursor = cursors[page];
          page += 1;
          const page_info = { has_previous_page: false, start_cursor: null, has_next_page: true, end_cursor };
          return Response.json({ nodes: [], total_count: 9, page_info });
        },
      });
      const observer = new InfiniteQueryObserver(client, queries.projects.list());
      await assert.rejects(walk(observer), (error) => error instanceof PaginationError && told.test(error.message));
    }
  });
});

describe("what acts", () => {
  test("is sent once, and not by itself after a time without connection", async (t) => {
    t.after(() => onlineManager.setOnline(true));
    const { queries, sent } = connect({ fetch: () => Promise.reject(new TypeError("broken")) });
    const client = new QueryClient({ defaultOptions: { mutations: { retry: 3, retryDelay: 0 } } });
    onlineManager.setOnline(false);
    const observer = new MutationObserver(client, queries.beneficiaries.create());
    const body = { beneficiary_name: "Example", beneficiary_domain: "example.org" };
    await assert.rejects(observer.mutate(body), NetworkError);
    onlineManager.setOnline(true);
    await client.resumePausedMutations();
    assert.deepEqual(sent, ["POST /beneficiary"]);
  });

  test("gives what the registry answers", async () => {
    const { queries, client } = connect();
    const observer = new MutationObserver(client, queries.beneficiaries.create());
    const answer = await observer.mutate({ beneficiary_name: "Example", beneficiary_domain: "example.org" });
    assert.equal(answer.name, "Example");
  });
});

describe("serialize and deserialize", () => {
  test("take a cache from a server to a page with its bigints", async () => {
    const { queries, client } = connect();
    await client.prefetchInfiniteQuery(queries.issuances.list({ first: 3 }));
    await client.prefetchQuery(queries.organisations.creditBalance(organisation_id));
    const page = new QueryClient();
    hydrate(page, deserialize(serialize(dehydrate(client))));
    for (const { queryKey } of [
      queries.issuances.list({ first: 3 }),
      queries.organisations.creditBalance(organisation_id),
    ]) {
      assert.notEqual(page.getQueryData(queryKey), undefined);
      assert.deepEqual(page.getQueryData(queryKey), client.getQueryData(queryKey));
    }
    const { sent, queries: inPage } = connect();
    const observer = new InfiniteQueryObserver(page, { ...inPage.issuances.list({ first: 3 }), staleTime: 60_000 });
    const leave = observer.subscribe(() => {});
    assert.equal(
      typeof observer.getCurrentResult().data.pages[0].nodes[0].credit_batch_size_total.credit_kgs,
      "bigint",
    );
    assert.deepEqual(sent, []);
    leave();
  });

  test("as `serializeData` and `deserializeData`", async () => {
    const { queries } = connect();
    const onServer = new QueryClient({ defaultOptions: { dehydrate: { serializeData: serialize } } });
    await onServer.prefetchQuery(queries.organisations.creditBalance(organisation_id));
    const inPage = new QueryClient({ defaultOptions: { hydrate: { deserializeData: deserialize } } });
    hydrate(inPage, JSON.parse(JSON.stringify(dehydrate(onServer))));
    const { queryKey } = queries.organisations.creditBalance(organisation_id);
    assert.deepEqual(inPage.getQueryData(queryKey), onServer.getQueryData(queryKey));
  });

  test("keep any tree as it is", () => {
    const trees = [
      -(2n ** 80n),
      { kg: 0n, list: [1n, null, true, "x", 1.5], nested: { kg: 9007199254740993n } },
      { $bigint: "5" },
      { $bigint: "5", and: 1n },
      { $$bigint: { $bigint: 7n } },
      { $bigint: { $bigint: "5" } },
      JSON.parse('{"__proto__": {"kg": 1}}'),
      "</script><!--",
      [],
      null,
    ];
    for (const tree of trees) {
      const text = serialize(tree);
      assert.doesNotMatch(text, /</);
      assert.deepEqual(deserialize(text), tree);
    }
    assert.equal(serialize(undefined), "null");
    const circle = {};
    circle.circle = circle;
    assert.throws(() => serialize(circle), TypeError);
    assert.throws(() => deserialize("no JSON"), SyntaxError);
  });
});

test("what is not a client, and unknown options, are refused by name", () => {
  // @ts-expect-error no client
  assert.throws(() => createQueries({ baseUrl: "/registry/v0" }), /registry: expected a RegistryClient/);
  // @ts-expect-error a misspelt option
  assert.throws(() => createQueries(connect().registry, { scopes: "x" }), /scopes: is not an option/);
});

function deferred() {
  /** @type {(value?: unknown) => void} */
  let resolve = () => {};
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** The result of an observer once its query has ended. */
function settled(observer) {
  return new Promise((resolve) => {
    const look = (result) => {
      if (result.fetchStatus === "idle" && result.status !== "pending") {
        resolve(result);
      }
    };
    observer.subscribe(look);
    look(observer.getCurrentResult());
  });
}

/** Every node, page after page. */
async function walk(observer) {
  const leave = observer.subscribe(() => {});
  try {
    let result = await settled(observer);
    while (result.hasNextPage) {
      result = await observer.fetchNextPage();
      if (result.isError) {
        throw result.error;
      }
    }
    return result.data.pages.flatMap(({ nodes }) => nodes);
  } finally {
    leave();
  }
}
