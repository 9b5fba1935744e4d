import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ApiError, isOutcomeUnknown, NetworkError, TimeoutError } from "isometric-registry";
import { exampleText } from "../contract/examples.mjs";
import { clientOf, closedServer, json, posts, rejection, serve } from "./support.mjs";

/** What a server does after it has committed. */
const misdeeds = {
  "drops the connection": (response) => response.destroy(),
  "drops the connection in the head": (response) => response.socket.end("HTTP/1.1 20"),
  stalls: () => {},
  "answers 500": (response) => json(response, 500),
  "answers 502 in HTML": (response) => response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad</h1>"),
  "answers 503 with Retry-After": (response) => json(response, 503, "{}", { "retry-after": "0" }),
  "answers 408": (response) => json(response, 408),
  "redirects with 302": (response) => json(response, 302, "{}", { location: "/v0/elsewhere" }),
  "redirects with 307": (response) => json(response, 307, "{}", { location: "/v0/elsewhere" }),
  "redirects with 308": (response) => json(response, 308, "{}", { location: "/v0/elsewhere" }),
  "stalls in the body of a 500": (response) => response.writeHead(500).write("{"),
};

/** Long enough for a request to reach a server on a busy machine, in ms. */
const timeoutMs = 3000;

describe("a server that commits and then", () => {
  for (const [name, misbehave] of Object.entries(misdeeds)) {
    test(`${name}, commits once`, async (t) => {
      // At once, as a server that stalls takes all the time that there is.
      const attempts = posts.map(async ({ operation, by }) => {
        const server = await serve(t, (_, response) => misbehave(response));
        const error = await rejection(by(clientOf(server, { timeoutMs, maxRetries: 5 })));
        assert.equal(server.requests.length, 1, operation);
        assert.equal(error.outcome, "unknown");
        assert.ok(isOutcomeUnknown(error));
        assert.match(error.message, /whether the registry acted is not known/);
        assert.deepEqual([error.operation, error.method], [operation, "POST"]);
        assert.ok([ApiError, NetworkError, TimeoutError].some((type) => error instanceof type));
      });
      await Promise.all(attempts);
    });
  }

  test("answers 2xx with a body that is torn, stalls or is no JSON: applied, with what came", async (t) => {
    for (const end of ["torn", "stalled", "whole"]) {
      const attempts = posts.map(async ({ by }) => {
        const server = await serve(t, (_, response) => {
          response.writeHead(201, {
            "content-type": "application/json",
            "content-length": end === "whole" ? 6 : 90,
          });
          response.write('{"id":', () => end === "torn" && response.destroy());
        });
        const error = await rejection(by(clientOf(server, { timeoutMs, maxRetries: 5 })));
        assert.equal(server.requests.length, 1);
        const name = { torn: "NetworkError", stalled: "TimeoutError", whole: "DecodeError" }[end];
        assert.deepEqual([error.name, error.outcome, error.status, error.body], [name, "applied", 201, '{"id":']);
        assert.ok(!isOutcomeUnknown(error));
      });
      await Promise.all(attempts);
    }
  });
});

describe("is sent again", () => {
  test("after 429, at most as often as retries are left", async (t) => {
    for (const { by, answer } of posts) {
      const server = await serve(t, (_, response, count) =>
        count < 3
          ? json(response, 429, "{}", { "retry-after": "0" })
          : json(response, 201, exampleText("full", answer)),
      );
      await by(clientOf(server));
      assert.equal(server.requests.length, 3);
      assert.equal(new Set(server.requests.map(({ text }) => text)).size, 1);
    }
    const server = await serve(t, (_, response) => json(response, 429, "{}", { "retry-after": "0" }));
    const error = await rejection(posts[0].by(clientOf(server)));
    assert.deepEqual([error.name, error.outcome, error.attempts], ["RateLimitError", "rejected", 3]);
  });

  test("once after 401 when the token is a function", async (t) => {
    const server = await serve(t, (_, response) => json(response, 401));
    const told = [];
    const accessToken = (request) => {
      told.push(request);
      return `token-${told.length}`;
    };
    const error = await rejection(posts[0].by(clientOf(server, { accessToken })));
    assert.deepEqual(told, [{ refused: false }, { refused: true }]);
    assert.deepEqual([error.name, error.outcome], ["AuthenticationError", "rejected"]);
    const sent = server.requests.map(({ headers }) => headers.authorization);
    assert.deepEqual(sent, ["Bearer token-1", "Bearer token-2"]);
  });

  test("where no connection was made", async () => {
    const { baseUrl, port } = await closedServer();
    const retried = [];
    const registry = clientOf({ baseUrl }, { hooks: { onRetry: (event) => retried.push(event) } });
    const error = await rejection(posts[0].by(registry));
    assert.deepEqual([error.name, error.outcome, error.attempts], ["NetworkError", "not_sent", 3]);
    assert.ok(error.message.includes(`connect ECONNREFUSED 127.0.0.1:${port}`), error.message);
    assert.equal(error.cause.cause.code, "ECONNREFUSED");
    assert.match(error.message, /nothing was sent/);
    assert.equal(retried.length, 2);
  });
});

test("a 4xx says that the registry did not act", async (t) => {
  for (const status of [400, 403, 404, 409, 422, 418]) {
    const server = await serve(t, (_, response) => json(response, status, '{"detail":"no"}'));
    const error = await rejection(posts[0].by(clientOf(server)));
    assert.deepEqual([error.status, error.outcome, server.requests.length], [status, "rejected", 1]);
  }
});
