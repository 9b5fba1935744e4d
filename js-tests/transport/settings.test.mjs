import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { InvalidRequestError, RegistryError } from "isometric-registry";
import {
  accessToken,
  clientBy,
  clientOf,
  clientSecret,
  json,
  organisationText,
  posts,
  rejection,
  serve,
} from "./support.mjs";

const answered = () => new Response(organisationText);

describe("hooks", () => {
  const told = (events, name) => (event) => events.push({ name, ...event });

  test("are told of each step, without credentials", async (t) => {
    const server = await serve(t, (_, response, count) =>
      count === 1
        ? json(response, 429, "{}", { "retry-after": "0", "x-request-id": `of ${clientSecret}` })
        : json(response, 200, organisationText),
    );
    const events = [];
    const hooks = Object.fromEntries(["onRequest", "onResponse", "onRetry"].map((name) => [name, told(events, name)]));
    await clientOf(server, { hooks, headers: { "X-Echo": accessToken } }).organisations.get("org_0123456789ABCDEF");
    assert.deepEqual(
      events.map(({ name, attempt, status }) => [name, attempt, status]),
      [
        ["onRequest", 1, undefined],
        ["onResponse", 1, 429],
        ["onRetry", 1, 429],
        ["onRequest", 2, undefined],
        ["onResponse", 2, 200],
      ],
    );
    for (const event of events) {
      assert.deepEqual([event.operation, event.method], ["organisations.get", "GET"]);
      assert.equal(event.url, `${server.baseUrl}/organisations/org_0123456789ABCDEF`);
      assert.equal(event.headers.Authorization, "Bearer [redacted]");
      assert.equal(event.headers["X-Client-Secret"], "[redacted]");
      assert.equal(event.headers["X-Echo"], "[redacted]");
    }
    const [, response, retry] = events;
    assert.equal(response.requestId, "of [redacted]");
    assert.ok(response.durationMs >= 0);
    assert.equal(retry.delayMs, 0);
    assert.ok(!("delayMs" in response) && !("status" in events[0]));
  });

  test("cannot break a call", async () => {
    for (const hook of [
      () => {
        throw new Error("hook");
      },
      () => Promise.reject(new Error("hook")),
      () => ({
        get then() {
          throw 1;
        },
      }),
    ]) {
      const hooks = { onRequest: hook, onResponse: hook, onRetry: hook };
      let count = 0;
      const fetch = () => {
        count += 1;
        return count === 1 ? new Response("{}", { status: 429, headers: { "retry-after": "0" } }) : answered();
      };
      await clientBy(fetch, { hooks }).organisations.current();
    }
  });

  test("are not waited for", async () => {
    await clientBy(answered, { hooks: { onRequest: () => new Promise(() => {}) } }).organisations.current();
  });

  test("are told of the second attempt with a new token", async () => {
    const events = [];
    const fetch = (_, { headers }) =>
      headers.Authorization === "Bearer new" ? answered() : new Response("{}", { status: 401 });
    const accessToken = ({ refused }) => (refused ? "new" : "old");
    await clientBy(fetch, {
      accessToken,
      hooks: { onRetry: (event) => events.push(event) },
    }).organisations.current();
    assert.deepEqual(
      events.map(({ attempt, status, delayMs }) => [attempt, status, delayMs]),
      [[1, 401, 0]],
    );
  });
});

describe("the token function", () => {
  test("is called once for each attempt, by each call for itself", async () => {
    const asked = [];
    const accessToken = async ({ refused }) => {
      asked.push(refused);
      return `number-${asked.length}`;
    };
    const seen = [];
    const registry = clientBy(
      (_, { headers }) => {
        seen.push(headers.Authorization);
        return seen.length === 1 ? new Response("{}", { status: 401 }) : answered();
      },
      { accessToken },
    );
    await Promise.all([1, 2, 3].map(() => registry.organisations.current()));
    assert.deepEqual(asked, [false, false, false, true]);
    assert.deepEqual(seen, ["Bearer number-1", "Bearer number-2", "Bearer number-3", "Bearer number-4"]);
  });

  for (const [name, accessToken] of Object.entries({
    throws: () => {
      throw new Error("vault closed");
    },
    rejects: () => Promise.reject(new Error("vault closed")),
    "gives a number": () => 7,
    "gives null": async () => null,
    "gives a line break": () => "a\r\nb",
    "gives empty text": () => "",
  })) {
    test(`that ${name} keeps anything from being sent`, async () => {
      const registry = clientBy(() => assert.fail("nothing is to be sent"), { accessToken });
      const error = await rejection(posts[0].by(registry));
      assert.ok(error instanceof RegistryError);
      assert.equal(error.outcome, "not_sent");
      assert.match(error.message, /access token/);
      assert.ok(error.cause instanceof Error);
    });
  }

  test("that never settles is in the deadline", async () => {
    const registry = clientBy(() => assert.fail("nothing is to be sent"), {
      accessToken: () => new Promise(() => {}),
      timeoutMs: 20,
      maxRetries: 0,
    });
    const error = await rejection(posts[0].by(registry));
    assert.deepEqual([error.name, error.outcome, error.timeoutMs], ["TimeoutError", "not_sent", 20]);
  });
});

describe("a call's own settings", () => {
  test("come before the client's", async () => {
    const seen = [];
    const fetch = (_, { headers }) => {
      seen.push(headers);
      return new Response("{}", { status: 503, headers: { "retry-after": "0" } });
    };
    const registry = clientBy(fetch, { headers: { "X-A": "client", "X-B": "client" } });
    const error = await rejection(
      registry.organisations.current({ maxRetries: 1, accessToken: "own", headers: { "x-a": "call" } }),
    );
    assert.equal(error.attempts, 2);
    const { "x-a": ofCall, "X-B": ofClient, Authorization } = seen[0];
    assert.deepEqual([ofCall, ofClient, Authorization, seen[0]["X-A"]], ["call", "client", "Bearer own", undefined]);
    const slow = await rejection(
      clientBy(() => new Promise(() => {})).organisations.current({ timeoutMs: 10, maxRetries: 0 }),
    );
    assert.equal(slow.timeoutMs, 10);
  });

  test("are copied at the call", async () => {
    /** @type {Record<string, string>} */
    const headers = { "X-A": "1" };
    /** @type {Record<string, string>} */
    let seen;
    const list = clientBy((_, init) => {
      seen = init.headers;
      return new Response(
        '{"nodes":[],"total_count":0,"page_info":{"has_next_page":false,"has_previous_page":false,"start_cursor":null,"end_cursor":null}}',
      );
    }).transferees.list({}, { headers });
    headers["X-A"] = "2";
    headers.Authorization = "Bearer other";
    await list;
    assert.deepEqual([seen["X-A"], seen.Authorization], ["1", `Bearer ${accessToken}`]);
  });

  for (const options of [
    { timeoutMs: 0 },
    { timeoutMs: Number.NaN },
    { timeoutMs: "5" },
    { maxRetries: -1 },
    { maxRetries: 1.5 },
    { maxRetries: 2 ** 32 },
    { signal: {} },
    { accessToken: "a b" },
    { accessToken: "ü" },
    { accessToken: null },
    { headers: { Authorization: "x" } },
    { headers: { "X-Client-SECRET": "x" } },
    { headers: { Host: "x" } },
    { headers: { "content-type": "x" } },
    { headers: { "bad name": "x" } },
    { headers: { ok: "a\nb" } },
    { headers: { ok: 1 } },
    { first: 3 },
    { timeoutMS: 5 },
    null,
    5,
  ]) {
    test(`that will not do are refused: ${JSON.stringify(options)}`, async () => {
      const registry = clientBy(() => assert.fail("nothing is to be sent"));
      for (const call of [
        // @ts-expect-error the types refuse it
        registry.organisations.current(options),
        // @ts-expect-error the types refuse it
        registry.projects.list({}, options),
        // @ts-expect-error the types refuse it
        registry.request({ method: "GET", path: "/x" }, options),
      ]) {
        const error = await rejection(call);
        assert.ok(error instanceof InvalidRequestError, String(error));
        assert.equal(error.outcome, error.method === "GET" ? null : "not_sent");
      }
    });
  }

  test("that are undefined count as absent", async () => {
    await clientBy(answered).organisations.current({
      signal: undefined,
      timeoutMs: undefined,
      maxRetries: undefined,
      accessToken: undefined,
      headers: undefined,
    });
  });
});

describe("withOptions", () => {
  test("changes some and keeps the others", async () => {
    const seen = [];
    const fetch = (url, { headers }) => {
      seen.push([url.replace(/organisation$/, ""), headers["X-Client-Secret"], headers.Authorization]);
      return answered();
    };
    const registry = clientBy(fetch);
    await registry.withOptions({ accessToken: "other" }).organisations.current();
    await registry.withOptions({ accessToken: undefined }).organisations.current();
    await registry.withOptions({ baseUrl: "http://127.0.0.1:7/" }).organisations.current();
    await registry.organisations.current();
    assert.deepEqual(seen, [
      ["http://127.0.0.1:9/v0/", clientSecret, "Bearer other"],
      ["http://127.0.0.1:9/v0/", clientSecret, `Bearer ${accessToken}`],
      ["http://127.0.0.1:7/", clientSecret, `Bearer ${accessToken}`],
      ["http://127.0.0.1:9/v0/", clientSecret, `Bearer ${accessToken}`],
    ]);
    assert.throws(() => registry.withOptions({ baseUrl: "http://registry.example/v0" }), /plain http/);
    // @ts-expect-error the types refuse it
    assert.throws(() => registry.withOptions({ timeoutMS: 1 }), InvalidRequestError);
    assert.ok(registry.withOptions({ readOnly: true }) instanceof registry.constructor);
  });
});

test("a client that only reads refuses every act", async () => {
  const registry = clientBy(answered, { readOnly: true });
  for (const { by } of [
    ...posts,
    { by: () => registry.request({ method: "POST", path: "/new" }) },
    { by: () => registry.request({ method: "DELETE", path: "/new" }) },
  ]) {
    const error = await rejection(by(registry));
    assert.ok(error instanceof InvalidRequestError);
    assert.deepEqual([error.outcome, error.issues[0].path], ["not_sent", "readOnly"]);
  }
  await registry.organisations.current();
});
