import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { isOutcomeUnknown, RegistryClient } from "isometric-registry";
import { createProxy } from "isometric-registry/proxy";

const clientSecret = "client-secret-of-the-server";
const accessToken = "letters/with+more=that.are-escaped";
const project = "prj_0123456789ABCDEF";
/** @type {import("isometric-registry").CreateDeliveryRequest} */
const delivery = {
  order_id: "ord_0123456789ABCDEF",
  credit_batch_quantities: [{ credit_batch_id: "ctb_0123456789ABCDEF", credit_quantity_kg: 1n }],
};

const shown = (error) =>
  [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })].join("\n");

const rejection = (promise) => promise.then(assert.fail, (error) => error);

const clientBy = (fetch, options) =>
  new RegistryClient({ baseUrl: "http://127.0.0.1:9/v0", clientSecret, accessToken, maxRetries: 0, fetch, ...options });

describe("a short credential, which loopback accepts", () => {
  const words = ["1", "a", "s", "id", "status", "unknown", "network", "rejected", "token", "applied", "redact", "POST"];
  for (const word of words) {
    test(`${JSON.stringify(word)} changes nothing of what errors and answers say`, async () => {
      const options = { clientSecret: word, accessToken: word };
      const body = { id: project, detail: `a status of ${word}` };
      const answers = clientBy(async () => Response.json(body, { status: 404 }), options);
      const error = await rejection(answers.issuances.get("iss_0123456789ABCDEF"));
      assert.deepEqual([error.name, error.status, error.body], ["NotFoundError", 404, body]);

      const breaks = clientBy(() => Promise.reject(new TypeError("reset")), options);
      const unknown = await rejection(breaks.deliveries.create(delivery));
      assert.equal(unknown.name, "NetworkError");
      assert.equal(unknown.outcome, "unknown");
      assert.ok(isOutcomeUnknown(unknown));

      const text = JSON.stringify(body);
      const fetch = async () => new Response(text, { headers: { "content-type": "application/json" } });
      const proxy = createProxy({ baseUrl: "http://127.0.0.1:9/v0", ...options, fetch });
      assert.equal(await (await proxy(new Request("http://localhost/registry/projects"))).text(), text);
    });
  }

  test("is in no hook", async () => {
    const events = [];
    const hooks = { onRequest: (event) => events.push(event.headers) };
    const headers = { Cookie: "a=b", "X-Api-Key": "k", "Proxy-Authorization": "Basic eDp5", traceparent: "00-1" };
    await clientBy(async () => Response.json(null), {
      clientSecret: "s",
      accessToken: "t",
      hooks,
      headers,
    }).projects.get(project);
    const { "User-Agent": _, ...told } = events[0];
    assert.deepEqual(told, {
      Accept: "application/json",
      Authorization: "Bearer [redacted]",
      "X-Client-Secret": "[redacted]",
      Cookie: "[redacted]",
      "X-Api-Key": "[redacted]",
      "Proxy-Authorization": "Basic [redacted]",
      traceparent: "00-1",
    });
  });
});

describe("a credential at the end of a body that breaks off", () => {
  const part = `{"detail":"bad token ${accessToken.slice(0, -2)}`;
  const wholly = (status) => (response) => response.writeHead(status).end(part);
  const cut = (status) => (response) => {
    response.writeHead(status, { "content-length": 500 }).write(part);
    setImmediate(() => response.destroy());
  };
  const large = (status) => (response) => {
    response.writeHead(status).write(part);
    setImmediate(() => response.end(`${accessToken.slice(-2)}"}${" ".repeat(3000)}`));
  };
  const stalled = (response) => response.writeHead(200).write(part);
  const inAnEscape = (response) => response.writeHead(422).end(`${part.split("/")[0]}\\u002`);
  const ways = {
    "cut off": cut(200),
    "cut off with a fault": cut(422),
    "ended early": wholly(200),
    "ended early with a fault": wholly(422),
    "too large": large(200),
    "too large with a fault": large(422),
    stalled,
    "ended in an escape": inAnEscape,
  };
  for (const [name, answer] of Object.entries(ways)) {
    test(name, async (t) => {
      const server = createServer((_, response) => answer(response));
      await once(server.listen(0, "127.0.0.1"), "listening");
      t.after(() => {
        server.closeAllConnections();
        server.close();
      });
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      const baseUrl = `http://127.0.0.1:${port}/v0`;
      const options = { baseUrl, clientSecret, accessToken, maxRetries: 0, maxResponseBytes: 2000, timeoutMs: 500 };
      const error = await rejection(new RegistryClient(options).projects.get(project));
      for (let length = 4; length <= accessToken.length; length += 1) {
        assert.ok(!shown(error).includes(accessToken.slice(0, length)), `${length} letters: ${error.body}`);
      }
      assert.doesNotMatch(shown(error), /u002/);
      assert.match(error.body, name.startsWith("too large") ? /^$|bad token/ : /bad token/);
    });
  }
});

test("a message that cuts what it quotes does not quote a part of a credential", async () => {
  const long = "a-very-long-token-".repeat(10);
  const registry = clientBy(() => assert.fail("nothing is to be sent"), { accessToken: long });
  for (const call of [
    () => registry.orders.get(`ord_${long}`),
    // @ts-expect-error the types refuse it
    () => registry.orders.get(long),
    () => registry.projects.list({ [long]: 1 }).first(),
    () => registry.deliveries.create({ ...delivery, [long]: 1 }),
    () => registry.request({ method: "GET", path: long }),
  ]) {
    const error = await rejection(call());
    assert.equal(error.name, "InvalidRequestError");
    assert.doesNotMatch(shown(error), /very-long/);
  }
});

test("earlier tokens of a token function are remembered", async () => {
  const tokens = ["the-first-token-of-all", "the-second-token-of-all"];
  let calls = 0;
  const fetch = async () => Response.json({ detail: tokens.join(" ") }, { status: 403 });
  const registry = clientBy(fetch, { accessToken: () => tokens[calls++] });
  await rejection(registry.projects.get(project));
  const error = await rejection(registry.projects.get(project));
  assert.equal(error.body.detail, "[redacted] [redacted]");
});

test("a token function's short token is refused off loopback", async () => {
  const registry = new RegistryClient({
    baseUrl: "https://registry.test",
    clientSecret,
    accessToken: () => "short",
    fetch: () => assert.fail("nothing is to be sent"),
  });
  const error = await rejection(registry.projects.get(project));
  assert.match(error.message, /12 characters/);
  assert.doesNotMatch(shown(error), /short(?!er)/);
});

describe("a cause", () => {
  class Own extends Error {
    #token = accessToken;
    toJSON() {
      return { token: this.#token };
    }
    [inspect.custom]() {
      return `Own ${this.#token}`;
    }
  }
  const withProperty = (name, value) => Object.assign(new Error("failed"), { [name]: value });
  const shapes = {
    text: accessToken,
    "a message": new Error(`for ${accessToken}`),
    "a class that shows itself": new Own("failed"),
    "a function": Object.assign(() => {}, { token: accessToken }),
    "an error with a function": withProperty(
      "request",
      Object.assign(() => {}, { token: accessToken }),
    ),
    "an error with headers": withProperty("headers", new Headers({ authorization: `Bearer ${accessToken}` })),
    "an error with a Map": withProperty("sent", new Map([[accessToken, 1]])),
    "an error with bytes": withProperty("sent", Buffer.from(accessToken)),
    "an error with a getter": Object.defineProperty(new Error("failed"), "sent", {
      enumerable: true,
      get: () => accessToken,
    }),
    "an error with a symbol": withProperty(Symbol("sent"), { deep: [[[accessToken]]] }),
    "an error within errors": new AggregateError([new Error(accessToken)], "all failed"),
    "an error within an error": new Error("failed", { cause: new Error("failed", { cause: new Own(accessToken) }) }),
    "a Request": new Request("http://127.0.0.1", { headers: { authorization: `Bearer ${accessToken}` } }),
  };
  for (const [name, thrown] of Object.entries(shapes)) {
    test(`that is ${name} shows no credential, and keeps what else it says`, async () => {
      const error = await rejection(clientBy(() => Promise.reject(thrown)).projects.get(project));
      assert.equal(error.name, "NetworkError");
      assert.ok(!shown(error).includes(accessToken), shown(error));
      assert.ok(!shown(error).includes(Buffer.from(accessToken).toString("hex").slice(0, 12)));
      if (thrown instanceof Error) {
        assert.equal(error.cause.name, thrown.name);
        assert.ok(typeof error.cause.stack === "string");
      }
    });
  }

  test("that holds none is the very one that was thrown", async () => {
    const inner = Object.assign(new Error("refused"), { code: "ECONNREFUSED", port: 1, address: "::1" });
    for (const thrown of [
      new TypeError("failed", { cause: inner }),
      new DOMException("gone", "AbortError"),
      { a: [1] },
    ]) {
      assert.equal((await rejection(clientBy(() => Promise.reject(thrown)).projects.get(project))).cause, thrown);
    }
  });
});

describe("what errors say", () => {
  test("a read is not said to have acted or not", async () => {
    for (const fetch of [
      () => Promise.reject(new TypeError("reset")),
      async () => new Response("{", { status: 200 }),
      () => new Promise(() => {}),
    ]) {
      const error = await rejection(clientBy(fetch, { timeoutMs: 10 }).projects.get(project));
      assert.equal(error.outcome, null);
      assert.doesNotMatch(error.message, /acted|act\b|carried out|nothing was sent/);
      const acting = await rejection(clientBy(fetch, { timeoutMs: 10 }).deliveries.create(delivery));
      assert.match(acting.message, /acted|carried out/);
    }
  });

  test("the innermost message that there is", async () => {
    const told = async (thrown) =>
      (await rejection(clientBy(() => Promise.reject(thrown)).projects.get(project))).message;
    assert.match(await told(new Error("outer", { cause: new Error("inner") })), /failed: inner$/);
    assert.match(await told(new Error("outer", { cause: 5 })), /failed: outer$/);
    assert.match(await told(new Error("outer", { cause: { errno: 5 } })), /failed: outer$/);
    assert.match(await told(new Error("outer", { cause: "text" })), /failed: outer$/);
    assert.match(await told(new Error("", { cause: new Error("inner", { cause: null }) })), /failed: inner$/);
    assert.match(await told("text"), /failed: "text"$/);
  });

  test("at most 4 kB of a body, of which the error keeps all", async () => {
    const issue = { loc: ["body", "x".repeat(100)], msg: "y".repeat(100), type: "z" };
    /** @type {[body: unknown, status: number][]} */
    const answers = [
      [{ detail: Array(500).fill(issue) }, 422],
      [{ detail: "d".repeat(100_000) }, 400],
      ["plain ".repeat(20_000), 500],
    ];
    for (const [body, status] of answers) {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const error = await rejection(clientBy(async () => new Response(text, { status })).projects.get(project));
      assert.deepEqual(error.body, body);
      for (const way of [JSON.stringify(error), inspect(error), JSON.stringify({ ...error })]) {
        assert.ok(way.length < 16_000, `${way.length} letters`);
      }
      assert.ok(error.message.length < 2_000);
      assert.match(JSON.parse(JSON.stringify(error)).body, /…$/);
    }
    const short = await rejection(
      clientBy(async () => Response.json({ detail: "d" }, { status: 400 })).projects.get(project),
    );
    assert.deepEqual(JSON.parse(JSON.stringify(short)).body, { detail: "d" });
    assert.match(inspect(short), /detail: 'd'/);
  });
});
