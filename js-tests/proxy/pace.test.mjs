import assert from "node:assert/strict";
import { test } from "node:test";
import { RateLimitError, RegistryClient } from "isometric-registry";
import { rejection } from "../transport/support.mjs";
import { beneficiary, post, sendJson, serveProxy, serveUpstream } from "./support.mjs";

const acting = { authorize: () => true, allow: ["public", "beneficiaries.create"] };

const page = {
  nodes: [],
  total_count: 0,
  page_info: { has_next_page: false, has_previous_page: false, start_cursor: null, end_cursor: null },
};

/** A proxy in front of an upstream that notes every request and answers as told. */
async function serveBoth(context, options, answer) {
  const upstream = await serveUpstream(context, answer ?? ((_, response) => sendJson(response, 200, page)));
  return { ...upstream, ...(await serveProxy(context, { baseUrl: upstream.baseUrl, ...acting, ...options })) };
}

/** How many of many that ask at once are answered with this status. */
const count = (answers, status) => answers.filter((answer) => answer.status === status).length;

test("past the pace pages are answered 429 at once, and the registry is not asked", async (context) => {
  const { ask, origin, requests } = await serveBoth(context, { requestsPerMinute: 30 });
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask("/registry/projects")));
  assert.deepEqual([count(answers, 200), count(answers, 429), requests.length], [20, 40, 20]);
  const late = answers.find(({ status }) => status === 429);
  assert.match(late.json.detail, /nothing was sent/);
  assert.match(late.headers.get("retry-after"), /^[12]$/);
  const act = await ask("/registry/beneficiary", post(beneficiary, { origin }));
  assert.deepEqual([act.status, requests.length], [429, 20]);
});

test("a page's client gets its usual error, and can retry after it", async (context) => {
  const { origin } = await serveBoth(context, { requestsPerMinute: 1 });
  const registry = new RegistryClient({ baseUrl: `${origin}/registry` });
  await registry.projects.list();
  const error = await rejection(registry.projects.list());
  assert.ok(error instanceof RateLimitError);
  assert.ok(error.retryAfterMs > 60_000 && error.retryAfterMs <= 62_000);
});

test("what the proxy refuses by itself does not count", async (context) => {
  const { ask, requests } = await serveBoth(context, { requestsPerMinute: 1 });
  for (const [path, status] of /** @type {const} */ ([
    ["/registry/nothing", 404],
    ["/registry/organisation", 403],
    ["/registry/projects?first=0", 422],
    ["/registry/projects", 200],
    ["/registry/projects", 429],
  ])) {
    assert.equal((await ask(path)).status, status);
  }
  assert.equal(requests.length, 1);
});

for (const [what, answer] of /** @type {const} */ ([
  ["a 429", (response) => sendJson(response, 429, { detail: "slow" }, { "retry-after": "60" })],
  ["a 503 that is no JSON", (response) => response.writeHead(503, { "retry-after": "60" }).end("<h1>slow</h1>")],
  [
    "a 429 that names a date",
    (response) => {
      sendJson(response, 429, {}, { "retry-after": new Date(Date.now() + 60_000).toUTCString() });
    },
  ],
])) {
  test(`the Retry-After of ${what} holds back all pages`, async (context) => {
    const { ask, requests } = await serveBoth(context, { requestsPerMinute: 120 }, (_, response) => answer(response));
    assert.notEqual((await ask("/registry/projects")).status, 200);
    const held = await ask("/registry/suppliers");
    assert.equal(held.status, 429);
    assert.match(held.headers.get("retry-after"), /^(5\d|60)$/);
    assert.equal(requests.length, 1);
  });
}

test("without a pace there is none for an address of one's own", async (context) => {
  const { ask, requests } = await serveBoth(context, {});
  const answers = await Promise.all(Array.from({ length: 150 }, () => ask("/registry/projects")));
  assert.deepEqual([count(answers, 200), requests.length], [150, 150]);
});

test("Isometric's own environments are asked no more than 120 times a minute", async () => {
  const { createProxy } = await import("isometric-registry/proxy");
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    return Response.json(page);
  };
  const proxy = createProxy({ clientSecret: "secret-of-the-server", environment: "sandbox", fetch });
  const ask = () => proxy(new Request("http://localhost/registry/projects"));
  const answers = await Promise.all(Array.from({ length: 21 }, ask));
  assert.deepEqual([count(answers, 200), count(answers, 429), asked], [20, 1, 20]);
});
