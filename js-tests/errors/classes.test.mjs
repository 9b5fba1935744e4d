import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import * as errors from "isometric-registry";
import * as local from "isometric-registry/local";
import * as slim from "isometric-registry/slim";
import { clientBy, clientOf, closedServer, json, organisationText, rejection, serve } from "../transport/support.mjs";
import { untyped } from "../untyped.mjs";

const statuses = {
  300: "ApiError",
  302: "ApiError",
  400: "ApiError",
  401: "AuthenticationError",
  403: "PermissionDeniedError",
  404: "NotFoundError",
  405: "ApiError",
  408: "ApiError",
  409: "ConflictError",
  418: "ApiError",
  422: "ValidationError",
  429: "RateLimitError",
  500: "ServerError",
  503: "ServerError",
  599: "ServerError",
};

describe("every status has its class and its fields", () => {
  for (const [status, name] of Object.entries(statuses)) {
    test(`${status}: ${name}`, async (t) => {
      const headers = { "x-request-id": "req-7", "retry-after": "61" };
      const server = await serve(t, (_, response) =>
        json(response, Number(status), '{"detail":"because","big":9007199254740993}', headers),
      );
      const error = await rejection(clientOf(server).organisations.current());
      for (const type of [errors[name], errors.ApiError, errors.RegistryError, Error]) {
        assert.ok(error instanceof type);
      }
      assert.deepEqual([error.name, error.constructor], [name, errors[name]]);
      assert.deepEqual(
        [error.status, error.requestId, error.retryAfterMs, error.attempts],
        [Number(status), "req-7", 61_000, 1],
      );
      assert.deepEqual(error.body, { detail: "because", big: 9007199254740993n });
      assert.ok(error.headers instanceof Headers);
      assert.deepEqual(
        [error.operation, error.method, error.url],
        ["organisations.current", "GET", `${server.baseUrl}/organisation`],
      );
      assert.equal(error.cause, undefined);
      assert.ok(!("cause" in error));
      assert.match(error.message, Number(status) < 400 ? /redirect/ : /because/);
    });
  }

  test("nothing but a status: null for the rest", async (t) => {
    const server = await serve(t, (_, response) => response.writeHead(403).end());
    const error = await rejection(clientOf(server).organisations.current());
    assert.deepEqual([error.requestId, error.retryAfterMs, error.body], [null, null, ""]);
  });
});

describe("a 422 reads as a sentence", () => {
  const reject = async (t, detail) => {
    const server = await serve(t, (_, response) => json(response, 422, JSON.stringify({ detail })));
    return rejection(clientOf(server).organisations.current());
  };

  test("with issues", async (t) => {
    const detail = [
      {
        loc: ["body", "credit_batch_quantities", 0, "credit_quantity_kg"],
        msg: "Input should be greater than 0",
        type: "greater_than",
      },
      { loc: ["body", "notes"], msg: "Field required", type: "missing", input: { a: 1 } },
    ];
    const error = await reject(t, detail);
    assert.deepEqual(error.issues, detail);
    assert.match(
      error.message,
      /422: body\.credit_batch_quantities\.0\.credit_quantity_kg: Input should be greater than 0; body\.notes: Field required$/,
    );
  });

  test("with a sentence, or with nothing that is known", async (t) => {
    const error = await reject(t, "Not enough credits");
    assert.match(error.message, /422: Not enough credits$/);
    assert.deepEqual(error.issues, []);
    for (const detail of [null, 5, [], {}, [null, 5, { msg: 5 }]]) {
      assert.deepEqual((await reject(t, detail)).issues, []);
    }
  });
});

test("a refused connection says host, port and ECONNREFUSED", async () => {
  const { baseUrl, port } = await closedServer();
  const error = await rejection(clientOf({ baseUrl }, { maxRetries: 0 }).organisations.current());
  assert.equal(error.name, "NetworkError");
  assert.match(error.message, new RegExp(`127\\.0\\.0\\.1:${port}.*ECONNREFUSED`));
  assert.equal(error.cause.cause.code, "ECONNREFUSED");
  assert.deepEqual([error.status, error.body, error.attempts], [null, "", 1]);
});

test("a DecodeError says where, what was expected and what came", async () => {
  const broken = JSON.stringify({ ...JSON.parse(organisationText), name: 5 });
  const error = await rejection(clientBy(() => new Response(broken), { onDrift: "throw" }).organisations.current());
  assert.deepEqual(
    [error.name, error.path, error.status, error.body, error.outcome],
    ["DecodeError", "name", 200, broken, null],
  );
  assert.match(error.expected, /text|string/);
  assert.match(error.message, /name: expected .*5/);
});

describe("every error", () => {
  const all = async (t) => {
    const server = await serve(t, (request, response) => {
      if (request.url.includes("torn")) {
        response.destroy();
      } else {
        json(response, 429, '{"detail":[{"big":9007199254740993}]}', { "retry-after": "99" });
      }
    });
    const registry = clientOf(server, { maxRetries: 0 });
    return Promise.all([
      rejection(registry.organisations.current()),
      rejection(registry.request({ method: "GET", path: "/torn" })),
      rejection(registry.organisations.get("org_")),
      rejection(clientBy(() => new Promise(() => {}), { timeoutMs: 5, maxRetries: 0 }).organisations.current()),
      rejection(clientBy(() => new Response("[")).organisations.current()),
    ]);
  };

  test("can be written as JSON and inspected", async (t) => {
    for (const error of await all(t)) {
      const written = JSON.parse(JSON.stringify(error));
      assert.deepEqual(
        [written.name, written.message, written.outcome, written.operation],
        [error.name, error.message, error.outcome, error.operation],
      );
      assert.ok(!("stack" in written) && !("cause" in written));
      assert.match(inspect(error), new RegExp(`^${error.name}`));
      assert.ok(structuredClone(written));
    }
  });

  test("has a name that is its own, not its class's", async (t) => {
    for (const error of await all(t)) {
      assert.ok(Object.hasOwn(error, "name"));
      assert.ok(!Object.keys(error).includes("name"));
      assert.equal(Object.prototype.toString.call(error), "[object Error]");
    }
  });
});

test("isOutcomeUnknown is true only for what acts", () => {
  const make = (method, outcome) => new errors.RegistryError("m", { operation: "o", method, outcome });
  assert.ok(errors.isOutcomeUnknown(make("POST", "unknown")));
  assert.ok(!errors.isOutcomeUnknown(make("GET", "unknown")));
  for (const outcome of ["applied", "rejected", "not_sent"]) {
    assert.ok(!errors.isOutcomeUnknown(make("POST", outcome)));
  }
  for (const other of [null, undefined, "unknown", { outcome: "unknown" }, new Error("x")]) {
    assert.ok(!errors.isOutcomeUnknown(other));
  }
});

describe("instanceof", () => {
  const names = Object.keys(errors).filter((name) => name.endsWith("Error"));

  test("every entry point has the same classes", () => {
    assert.equal(names.length, 14);
    for (const name of names) {
      assert.equal(slim[name], errors[name]);
    }
    assert.equal(untyped(local).InvalidRequestError ?? errors.InvalidRequestError, errors.InvalidRequestError);
  });

  test("holds across two copies of the package, and between a class and its own only", async () => {
    const copy = await import(
      `${import.meta.resolve("isometric-registry").replace("index.js", "error/errors.js")}?copy`
    );
    assert.notEqual(copy.RateLimitError, errors.RateLimitError);
    const details = {
      operation: "o",
      status: 429,
      body: null,
      headers: new Headers(),
      requestId: null,
      retryAfterMs: null,
      attempts: 1,
    };
    const error = new copy.RateLimitError("m", details);
    for (const name of names) {
      const expected = ["RateLimitError", "ApiError", "RegistryError"].includes(name);
      assert.equal(error instanceof errors[name], expected, name);
    }
  });

  test("keeps its ordinary meaning for classes of the user's own", () => {
    class Own extends errors.RegistryError {}
    const own = new Own("m", { operation: "o" });
    assert.ok(own instanceof Own && own instanceof errors.RegistryError);
    assert.ok(!(new errors.RegistryError("m", { operation: "o" }) instanceof Own));
    for (const other of [null, undefined, 5, "x", {}, new Error("x")]) {
      assert.ok(!(other instanceof errors.RegistryError));
    }
  });
});
