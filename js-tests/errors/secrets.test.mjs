import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { accessToken, clientBy, clientOf, clientSecret, json, posts, rejection, serve } from "../transport/support.mjs";

const lookedUp = "looked/up+token";
const secrets = [clientSecret, accessToken, lookedUp];

/** Every text that can be got out of a value. */
function texts(value, seen = new Set()) {
  if (typeof value === "string") {
    return [value];
  }
  if (value === null || !["object", "function"].includes(typeof value) || seen.has(value)) {
    return [];
  }
  seen.add(value);
  const items = typeof value.forEach === "function" && Symbol.iterator in value ? [...value] : [];
  const parts = Reflect.ownKeys(value).flatMap((key) => [key, value[key]]);
  return [...parts, ...items, value.headers, value.cause, value.errors].flatMap((part) => texts(part, seen));
}

function assertHoldsNone(error) {
  const shown = [
    inspect(error, { depth: 20, showHidden: true }),
    JSON.stringify(error),
    String(error),
    error.stack,
    ...texts(error),
  ];
  for (const text of shown) {
    for (const secret of secrets) {
      for (const form of [secret, secret.replaceAll("/", "\\/"), encodeURIComponent(secret)]) {
        assert.ok(!text?.includes(form), `${form} is in ${text}`);
      }
    }
  }
}

/** Everything that a server could have learnt, in forms that servers write. */
const echo = (sent) =>
  JSON.stringify({
    detail: sent.map((secret) => ({
      loc: ["header", secret],
      msg: `bad ${secret}`,
      type: "t",
      input: { [secret]: secret },
    })),
  });
const bodies = {
  JSON: echo,
  "JSON with escaped slashes": (sent) => echo(sent).replaceAll("/", "\\/"),
  "JSON with escaped characters": (sent) => echo(sent).replaceAll("+", "\\u002b"),
  "JSON of another shape": (sent) => JSON.stringify({ got: sent }).replaceAll("/", "\\/"),
  text: (sent) => `You sent ${sent.join(" and ")}.`,
  "an address": (sent) => `https://x.example/?${sent.map(encodeURIComponent).join("&")}`,
};

describe("no error holds a credential", () => {
  for (const [name, body] of Object.entries(bodies)) {
    test(`when the body quotes it as ${name}`, async (t) => {
      for (const status of [200, 302, 400, 401, 408, 422, 500]) {
        const server = await serve(t, ({ headers }, response) => {
          const sent = [clientSecret, accessToken, headers.authorization.slice("Bearer ".length)];
          const location = `/${encodeURIComponent(sent[2])}`;
          json(response, status, body(sent), {
            "x-request-id": clientSecret,
            "x-echo": accessToken,
            location,
          });
        });
        const registry = clientOf(server, { maxRetries: 0, onDrift: "throw" });
        // What acts resolves when its answer has only drifted.
        await posts[0].by(registry).then(() => assert.equal(status, 200), assertHoldsNone);
        assertHoldsNone(await rejection(registry.organisations.current({ accessToken: () => lookedUp })));
        assertHoldsNone(await rejection(registry.organisations.current({ accessToken: async () => lookedUp })));
      }
    });
  }

  test("when what is quoted of a body is cut in the middle of it", async () => {
    const long = `${"x".repeat(52)}${clientSecret}`;
    const error = await rejection(
      clientBy(() => new Response(JSON.stringify({ id: "org_0123456789ABCDEF", name: [], domain: long })), {
        onDrift: "throw",
      }).organisations.current(),
    );
    assertHoldsNone(error);
    const cut = await rejection(
      clientBy(() => new Response(JSON.stringify({ id: long, name: "n", domain: null })), {
        onDrift: "throw",
      }).organisations.current(),
    );
    assertHoldsNone(cut);
    assert.ok(!cut.message.includes(clientSecret.slice(0, 8)), cut.message);
  });

  const thrown = {
    "its message": () => new TypeError(`failed for ${accessToken}`),
    "its cause": () => new TypeError("failed", { cause: new Error(`sent ${clientSecret}`) }),
    "a request": () =>
      Object.assign(new Error("failed"), {
        request: new Request("http://x.example", { headers: { "X-Client-Secret": clientSecret } }),
      }),
    headers: () => Object.assign(new Error("failed"), { options: { headers: new Headers({ a: accessToken }) } }),
    "a map": () => Object.assign(new Error("failed"), { sent: new Map([["a", new Set([accessToken])]]) }),
    "a symbol": () => Object.assign(new Error("failed"), { [Symbol("init")]: { headers: { a: accessToken } } }),
    "something hidden": () => Object.defineProperty(new Error("failed"), "hidden", { value: accessToken }),
    "a cycle": () => {
      const error = new Error(`failed for ${accessToken}`);
      error.cause = error;
      return Object.assign(error, { self: { error } });
    },
    "a list of errors": () => new AggregateError([new Error(`one ${accessToken}`)], "all failed"),
    text: () => `failed for ${accessToken}`,
    "a name": () => Object.assign(new Error("failed"), { name: accessToken, code: clientSecret }),
    "great depth": () => {
      /** @type {object} */
      let inner = { secret: accessToken };
      for (let depth = 0; depth < 20_000; depth += 1) {
        inner = { inner };
      }
      return Object.assign(new Error("failed"), { inner });
    },
  };
  for (const [name, make] of Object.entries(thrown)) {
    test(`when what a fetch throws holds it in ${name}`, async () => {
      const error = await rejection(clientBy(() => Promise.reject(make()), { maxRetries: 0 }).organisations.current());
      assert.equal(error.name, "NetworkError");
      assert.ok(error.cause !== undefined);
      assertHoldsNone(error);
      assertHoldsNone(
        await rejection(clientBy(() => "").organisations.current({ accessToken: () => Promise.reject(make()) })),
      );
    });
  }

  test("when it is given as an argument", async () => {
    const registry = clientBy(() => new Response("{}"));
    // @ts-expect-error the types refuse it
    assertHoldsNone(await rejection(registry.organisations.get(clientSecret)));
    // @ts-expect-error the types refuse it
    assertHoldsNone(await rejection(registry.organisations.get(lookedUp, { accessToken: lookedUp })));
    // @ts-expect-error the types refuse it
    assertHoldsNone(await rejection(registry.organisations.get("org_0123456789ABCDEF", { timeoutMs: accessToken })));
    // @ts-expect-error the types refuse it
    assertHoldsNone(await rejection(registry.projects.list({ after: "", before: accessToken })));
    assertHoldsNone(await rejection(registry.request({ method: "GET", path: accessToken })));
    // @ts-expect-error the types refuse it
    assertHoldsNone(await rejection(registry.request({ method: "GET", path: "/x", query: { a: { b: accessToken } } })));
  });
});

test("fifty tokens at once: each error is without its own", async () => {
  const registry = clientBy((_, { headers }) => new Response(`no ${headers.Authorization}`, { status: 403 }));
  const errors = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      rejection(registry.organisations.current({ accessToken: () => `token-number-${index}` })),
    ),
  );
  for (const error of errors) {
    assert.match(error.message, /no Bearer \[redacted\]/);
  }
});
