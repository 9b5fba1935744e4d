import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, test } from "node:test";
import { clientBy, clientOf, deferred, json, organisationText, serve } from "../transport/support.mjs";
import { busyFirst, context, forAll, Notes, ofUser, until, users } from "./support.mjs";

const organisation = (_, response) => json(response, 200, organisationText);

/** Options of a client whose functions note for whom they run. */
function noting(notes) {
  const hook = (what) => (event) => notes.add(what, event.headers["x-user"]);
  return {
    fetch: (url, init) => {
      notes.add("fetch", init.headers["x-user"]);
      return fetch(url, init);
    },
    hooks: { onRequest: hook("onRequest"), onResponse: hook("onResponse"), onRetry: hook("onRetry") },
  };
}

describe("twenty users at once on one client, each answered 503 first", () => {
  test("fetch and hooks run in the context of the call that they belong to", async (t) => {
    const server = await serve(t, busyFirst(organisation));
    const notes = new Notes();
    const registry = clientOf(server, { ...noting(notes), maxConcurrency: users.length });
    await forAll(async (user) => {
      await registry.organisations.current(ofUser(user));
      notes.add("result", user.name);
    });
    notes.assertOwn({ fetch: 2, onRequest: 2, onResponse: 2, onRetry: 1, result: 1 });
  });

  test("so do the requests that a tracer sees", async (t) => {
    const server = await serve(t, busyFirst(organisation));
    const notes = new Notes();
    const note = (/** @type {any} */ { request }) => {
      const name = /x-user[:,\s]+([\w-]+)/i.exec(String(request.headers))?.[1];
      if (String(request.origin) === `http://127.0.0.1:${server.port}`) {
        notes.add("request", name);
      }
    };
    subscribe("undici:request:create", note);
    t.after(() => unsubscribe("undici:request:create", note));
    const registry = clientOf(server, { maxConcurrency: users.length });
    await forAll((user) => registry.organisations.current(ofUser(user)));
    notes.assertOwn({ request: 2 });
  });

  test("so do requests that act and are answered 429 first", async (t) => {
    const asked = new Set();
    const server = await serve(t, ({ headers }, response) => {
      const isFirst = !asked.has(headers["x-user"]);
      asked.add(headers["x-user"]);
      json(response, isFirst ? 429 : 200, isFirst ? "{}" : organisationText, isFirst ? { "retry-after": "0" } : {});
    });
    const notes = new Notes();
    const registry = clientOf(server, noting(notes));
    const path = "/organisation";
    await forAll((user) => registry.request({ method: "POST", path, body: {} }, ofUser(user)));
    notes.assertOwn({ fetch: 2, onRequest: 2, onResponse: 2, onRetry: 1 });
  });
});

test("a call that has waited for a slot goes on in its own context", async (t) => {
  const server = await serve(t, organisation);
  const notes = new Notes();
  const registry = clientOf(server, { ...noting(notes), maxConcurrency: 2 });
  await forAll((user) => registry.organisations.current(ofUser(user)));
  notes.assertOwn({ fetch: 1, onRequest: 1, onResponse: 1 });
});

test("a call that gets a slot because another was cancelled continues in its own context", async () => {
  const notes = new Notes();
  const answers = new Map(users.map(({ name }) => [name, deferred()]));
  const registry = clientBy(
    (_, { headers, signal }) => {
      notes.add("fetch", headers["x-user"]);
      const { promise, reject } = answers.get(headers["x-user"]);
      signal.addEventListener("abort", () => reject(signal.reason));
      return promise;
    },
    { maxConcurrency: 1 },
  );
  const [first, second] = users;
  const controller = new AbortController();
  const given = context.run(first.name, () =>
    registry.organisations.current({ ...ofUser(first), signal: controller.signal }).catch(() => "given up"),
  );
  const waited = context.run(second.name, () => registry.organisations.current(ofUser(second)));
  answers.get(second.name).resolve(new Response(organisationText));
  await new Promise(setImmediate);
  context.run("who gives up", () => controller.abort());
  assert.equal(await given, "given up");
  await waited;
  notes.assertOwn({ fetch: 1 }, [first.name, second.name]);
});

test("a body is read in the context of its call", async () => {
  const notes = new Notes();
  const bytes = new TextEncoder().encode(organisationText);
  const waiting = [];
  const registry = clientBy(
    async (_, { headers }) => {
      const head = deferred();
      waiting.push(head);
      await head.promise;
      return {
        status: 200,
        headers: {},
        arrayBuffer: async () => {
          notes.add("body", headers["x-user"]);
          return bytes.buffer;
        },
      };
    },
    { maxConcurrency: users.length },
  );
  const all = forAll((user) => registry.organisations.current(ofUser(user)));
  await until(() => waiting.length === users.length, "every request");
  for (const { resolve } of waiting.reverse()) {
    resolve();
  }
  await all;
  notes.assertOwn({ body: 1 });
});

test("a call that is made in no context runs in none, whatever else is running", async () => {
  const seen = {};
  const registry = clientBy(async (_, { headers }) => {
    seen[headers["x-user"]] = context.getStore();
    return new Response(organisationText);
  });
  const [user] = users;
  await Promise.all([
    context.run(user.name, () => registry.organisations.current(ofUser(user))),
    context.exit(() => registry.organisations.current(ofUser({ name: "nobody" }))),
  ]);
  assert.deepEqual(seen, { [user.name]: user.name, nobody: undefined });
});
