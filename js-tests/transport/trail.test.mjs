// @ts-nocheck What does not compile is given on purpose.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { accessToken, clientBy, clientSecret, posts, rejection } from "./support.mjs";

const record = { id: "ret_0123456789ABCDEF" };

/** What `onAct` is told of a call. */
async function trail(fetch, work, options = {}) {
  const events = [];
  const registry = clientBy(fetch, { maxRetries: 0, hooks: { onAct: (event) => events.push(event) }, ...options });
  await work(registry).catch(() => {});
  return events;
}

const post = (registry) =>
  registry.request({ method: "POST", path: "/retirements", body: { kg: 2n ** 60n, notes: accessToken } });

describe("onAct", () => {
  const endings = {
    "that succeeds": [async () => Response.json(record), { outcome: "applied", status: 200, recordId: record.id }],
    "whose answer cannot be read": [
      async () => new Response("{", { status: 201 }),
      { outcome: "applied", status: 201 },
    ],
    "that is refused": [async () => new Response("{}", { status: 409 }), { outcome: "rejected", status: 409 }],
    "that breaks off": [() => Promise.reject(new TypeError("reset")), { outcome: "unknown" }],
    "that never left": [
      () => Promise.reject(Object.assign(new Error("no"), { code: "ECONNREFUSED" })),
      { outcome: "not_sent" },
    ],
  };
  for (const [name, [fetch, ending]] of Object.entries(endings)) {
    test(`is told of an operation ${name}, before and after`, async () => {
      const seen = [];
      const [before, after, ...more] = await trail((...given) => fetch(...given, seen.push(given)), post);
      assert.deepEqual(more, []);
      const asked = { operation: "request", method: "POST", url: "http://127.0.0.1:9/v0/retirements", attempt: 1 };
      const body = '{"kg":1152921504606846976,"notes":"[redacted]"}';
      assert.deepEqual(before, { phase: "sending", ...asked, body });
      const { error, ...told } = after;
      assert.deepEqual(told, { phase: "ended", ...asked, body, ...ending });
      assert.equal(error === undefined, name === "that succeeds");
      assert.equal(seen.length, 1);
    });
  }

  test("is told of every operation that acts, and of no read", async () => {
    for (const { by } of posts) {
      const events = await trail(async () => new Response("{}", { status: 500 }), by);
      assert.deepEqual(
        events.map(({ phase, outcome }) => [phase, outcome]),
        [
          ["sending", undefined],
          ["ended", "unknown"],
        ],
      );
      assert.doesNotMatch(JSON.stringify(events), new RegExp(`${clientSecret.replace("+", "\\+")}`));
    }
    assert.deepEqual(
      await trail(
        async () => Response.json([]),
        (registry) => registry.projects.list().first(),
      ),
      [],
    );
    assert.deepEqual(await trail(assert.fail, (registry) => registry.retirements.create({})), []);
  });

  test("is told of each attempt", async () => {
    let count = 0;
    const fetch = async () => {
      count += 1;
      return count === 1 ? new Response("{}", { status: 429, headers: { "retry-after": "0" } }) : Response.json(record);
    };
    const events = await trail(fetch, post, { maxRetries: 1 });
    assert.deepEqual(
      events.map(({ phase, attempt }) => [phase, attempt]),
      [
        ["sending", 1],
        ["sending", 2],
        ["ended", 2],
      ],
    );
  });

  test("cannot break a call", async () => {
    for (const onAct of [
      () => {
        throw new Error("hook");
      },
      () => Promise.reject(new Error("hook")),
    ]) {
      const registry = clientBy(async () => Response.json(record), { hooks: { onAct } });
      assert.deepEqual(await post(registry), record);
    }
  });

  test("knows of one that was given up on the way", async () => {
    const controller = new AbortController();
    const fetch = (_, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        controller.abort();
      });
    const events = [];
    const registry = clientBy(fetch, { hooks: { onAct: (event) => events.push(event) } });
    const error = await rejection(
      registry.request({ method: "POST", path: "/a", body: {} }, { signal: controller.signal }),
    );
    assert.equal(error.name, "AbortError");
    assert.equal(events.at(-1).outcome, "unknown");
  });
});
