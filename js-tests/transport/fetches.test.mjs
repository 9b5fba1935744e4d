import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { NetworkError, RegistryError } from "isometric-registry";
import { clientBy, organisationText, posts, rejection } from "./support.mjs";

const organisation = JSON.parse(organisationText);
const bytes = new TextEncoder().encode(organisationText);

const streamOf = (...chunks) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) {
        controller.enqueue(chunk);
      }
      controller.close();
    },
  });

const like = (parts) => ({ status: 200, headers: new Headers(), ...parts });

describe("a response of any make is read", () => {
  const makes = {
    "the runtime's own": () => new Response(organisationText),
    "a stream of small parts": () => like({ body: streamOf(...Array.from(bytes, (byte) => Uint8Array.of(byte))) }),
    "a stream of Buffers that share memory": () =>
      like({ body: streamOf(Buffer.from(bytes).subarray(0, 9), Buffer.from(bytes).subarray(9)) }),
    "a stream of ArrayBuffers": () => like({ body: streamOf(bytes.slice().buffer) }),
    "a stream of DataViews": () => like({ body: streamOf(new DataView(bytes.slice().buffer)) }),
    "bytes of another realm": () =>
      like({
        arrayBuffer: async () => runInNewContext("new Uint8Array(bytes).buffer", { bytes: [...bytes] }),
      }),
    "text()": () => like({ text: async () => organisationText }),
    "text() that is no promise": () => like({ text: () => organisationText }),
    "json()": () => ({ status: 200, headers: { "x-request-id": "1" }, json: async () => organisation }),
    "no headers": () => ({ status: 200, json: () => organisation }),
    "a Map of headers": () => ({ status: 200, headers: new Map([["a", "b"]]), json: () => organisation }),
    "a promise of its own kind": () => ({ then: (resolve) => resolve(new Response(organisationText)) }),
    "a byte-order mark": () => new Response(`\ufeff${organisationText}`),
  };
  for (const [name, make] of Object.entries(makes)) {
    test(name, async () => {
      assert.deepEqual({ ...(await clientBy(make).organisations.current()) }, organisation);
    });
  }

  test("a mock of an error", async () => {
    const mock = {
      status: 403,
      headers: { "X-Request-Id": "req-1", "Retry-After": "2" },
      json: async () => ({ detail: "not yours" }),
    };
    const error = await rejection(clientBy(() => mock).organisations.current());
    assert.deepEqual(
      [error.name, error.body, error.requestId, error.retryAfterMs, error.headers.get("retry-after")],
      ["PermissionDeniedError", { detail: "not yours" }, "req-1", 2000, "2"],
    );
  });
});

describe("what is nothing like a response is a NetworkError", () => {
  const oddities = {
    undefined: () => undefined,
    null: () => null,
    "a number": () => 200,
    "an empty object": () => ({}),
    "a status in words": () => like({ status: "ok" }),
    "a getter that throws": () => ({
      get status() {
        throw new Error("no status");
      },
    }),
    "no body": () => like({}),
    "a body that is locked": () => {
      const response = new Response(organisationText);
      response.body.getReader();
      return response;
    },
    "a reader that gives nothing": () =>
      like({ body: { getReader: () => ({ read: async () => undefined, cancel: async () => {} }) } }),
    "a reader that throws": () =>
      like({
        body: {
          getReader: () => ({
            read: () => {
              throw "no";
            },
          }),
        },
      }),
    "a reader that rejects with undefined": () =>
      like({ body: { getReader: () => ({ read: () => Promise.reject() }) } }),
    "chunks of text": () => like({ body: streamOf("text") }),
    "chunks of numbers": () => like({ body: streamOf(1e12) }),
    "chunks like lists": () => like({ body: streamOf({ length: 1e15 }) }),
    "null for bytes": () => like({ arrayBuffer: async () => null }),
    "JSON that cannot be written": () => like({ json: async () => ({ big: 1n }) }),
  };
  for (const [name, oddity] of Object.entries(oddities)) {
    test(name, async () => {
      const registry = clientBy(oddity, { maxRetries: 0 });
      for (const { by } of [{ by: () => registry.organisations.current() }, posts[0]]) {
        const error = await rejection(by(registry));
        assert.ok(error instanceof NetworkError, String(error));
        assert.ok((error.method === "GET" ? [null] : ["unknown", "applied"]).includes(error.outcome));
      }
    });
  }
});

describe("whatever a fetch throws or rejects with is the cause", () => {
  const foreign = runInNewContext("new TypeError('elsewhere')");
  const cyclic = new Error("round");
  cyclic.cause = cyclic;
  const throws = () => {
    throw new Error("no property for you");
  };
  const hostile = new Proxy({}, { get: throws, ownKeys: throws, has: throws, getPrototypeOf: throws });
  const thrown = [
    new TypeError("failed"),
    foreign,
    "text",
    undefined,
    null,
    0,
    Symbol("s"),
    Object.create(null),
    { toString: null },
    cyclic,
    hostile,
  ];
  for (const [index, what] of thrown.entries()) {
    for (const way of ["throws", "rejects"]) {
      test(`${way} number ${index}`, async () => {
        const fetch = () => {
          if (way === "throws") {
            throw what;
          }
          return Promise.reject(what);
        };
        for (const { by } of [posts[0], { by: (registry) => registry.organisations.current() }]) {
          const error = await rejection(by(clientBy(fetch, { maxRetries: 0 })));
          assert.ok(error instanceof NetworkError, String(error));
          assert.equal(error.outcome, error.method === "GET" ? null : "unknown");
          // What cannot be looked through may hold a credential.
          assert.ok(what === hostile ? error.cause instanceof Error : Object.is(error.cause, what));
        }
      });
    }
  }
});

test("a fetch that never settles is timed out, and the next call works", async () => {
  let count = 0;
  const registry = clientBy(
    () => {
      count += 1;
      return count <= 2 ? new Promise(() => {}) : new Response(organisationText);
    },
    { timeoutMs: 20, maxRetries: 0, maxConcurrency: 1 },
  );
  assert.equal((await rejection(posts[0].by(registry))).outcome, "unknown");
  assert.equal((await rejection(registry.organisations.current())).name, "TimeoutError");
  assert.equal((await registry.organisations.current()).id, organisation.id);
});

test("a fetch is called without a this, with text and a plain init", async () => {
  /** @type {{ self: unknown, values: any[] }} */
  let seen;
  const registry = clientBy(function (...values) {
    seen = { self: this, values };
    return new Response(organisationText);
  });
  await registry.organisations.current();
  const [url, init] = seen.values;
  assert.equal(seen.self, undefined);
  assert.equal(typeof url, "string");
  assert.equal(Object.getPrototypeOf(init), Object.prototype);
  assert.equal(Object.getPrototypeOf(init.headers), Object.prototype);
  assert.ok(init.signal instanceof AbortSignal);
  assert.deepEqual([init.method, init.redirect, init.cache], ["GET", "manual", "no-store"]);
});

test("a status beyond all is no success, whatever its last 16 bits are", async () => {
  for (const status of [65_536 + 200, -65_536 + 201, 200.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    const registry = clientBy(() => like({ status, json: async () => organisation }), { maxRetries: 0 });
    for (const call of [registry.organisations.current(), posts[0].by(registry)]) {
      const error = await rejection(call);
      assert.ok(error instanceof RegistryError, String(error));
      assert.equal(error.outcome, error.method === "GET" ? null : "unknown");
    }
  }
});
