import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { ApiError } from "isometric-registry";
import manifest from "isometric-registry/package.json" with { type: "json" };
import { accessToken, clientOf, clientSecret, json, organisationText, posts, rejection, serve } from "./support.mjs";

describe("redirects", () => {
  for (const status of [301, 302, 303, 307, 308]) {
    test(`${status} to another host is not followed, and nothing is handed on`, async (t) => {
      const thief = await serve(t, (_, response) => json(response, 200, organisationText));
      const server = await serve(t, (_, response) =>
        json(response, status, "{}", { location: `${thief.baseUrl}/organisation` }),
      );
      const registry = clientOf(server);
      for (const call of [() => registry.organisations.current(), () => posts[0].by(registry)]) {
        const error = await rejection(call());
        assert.ok(error instanceof ApiError);
        assert.deepEqual([error.status, error.outcome], [status, error.method === "GET" ? null : "unknown"]);
        assert.match(error.message, /redirect/);
      }
      assert.equal(thief.requests.length, 0);
      assert.equal(server.requests.length, 2, "nor tried again");
    });
  }

  test("one that a fetch has followed is an error all the same", async () => {
    for (const status of [200, 401, 404, 429, 503]) {
      let count = 0;
      const registry = clientOf(
        { baseUrl: "http://127.0.0.1:9/v0" },
        {
          accessToken: () => "token",
          fetch: async () => {
            count += 1;
            return Object.defineProperty(new Response(organisationText, { status }), "redirected", {
              value: true,
            });
          },
        },
      );
      for (const call of [
        () => registry.organisations.current(),
        () => registry.stripe.configuration(),
        () => posts[0].by(registry),
      ]) {
        count = 0;
        const error = await rejection(call());
        const outcome = error.method === "GET" ? null : "unknown";
        assert.deepEqual([error.name, error.status, error.outcome, count], ["ApiError", 0, outcome, 1]);
      }
    }
  });

  test("a hidden one is an error", async () => {
    const hidden = {
      status: 0,
      type: "opaqueredirect",
      headers: new Headers(),
      body: null,
      arrayBuffer: async () => new ArrayBuffer(),
    };
    const registry = clientOf({ baseUrl: "http://127.0.0.1:9/v0" }, { fetch: async () => hidden });
    const error = await rejection(registry.organisations.current());
    assert.deepEqual([error.name, error.status, error.outcome], ["ApiError", 0, null]);
  });
});

describe("bodies", () => {
  test("an HTML page for an error is quoted, shortened", async (t) => {
    const page = `<!doctype html><title>502</title>${"<p>nothing".repeat(1_000)}`;
    const server = await serve(t, (_, response) => response.writeHead(502, { "content-type": "text/html" }).end(page));
    const error = await rejection(clientOf(server, { maxRetries: 0 }).organisations.current());
    assert.equal(error.body, page);
    assert.ok(error.message.length < 500);
    assert.equal(error.name, "ServerError");
  });

  test("an HTML page for a success is a DecodeError", async (t) => {
    const server = await serve(t, (_, response) => response.writeHead(200).end("<!doctype html>"));
    const error = await rejection(clientOf(server).organisations.current());
    assert.deepEqual([error.name, error.path, error.status, error.body], ["DecodeError", "", 200, "<!doctype html>"]);
  });

  test("a truncated one is tried again when it was only read", async (t) => {
    const server = await serve(t, (_, response, count) => {
      if (count === 1) {
        response.writeHead(200, { "content-length": 500 });
        response.write(organisationText.slice(0, 20), () => response.destroy());
      } else {
        json(response, 200, organisationText);
      }
    });
    assert.equal((await clientOf(server).organisations.current()).id, JSON.parse(organisationText).id);
    assert.equal(server.requests.length, 2);
  });

  test("one that trickles is timed out", async (t) => {
    const server = await serve(t, async (_, response) => {
      response.writeHead(200);
      while (!response.destroyed) {
        response.write(" ");
        await setImmediate();
      }
    });
    const error = await rejection(clientOf(server, { timeoutMs: 100, maxRetries: 0 }).organisations.current());
    assert.deepEqual([error.name, error.timeoutMs, error.status], ["TimeoutError", 100, 200]);
    assert.match(error.body, /^ +$/);
  });

  test("one above the limit is refused while it streams in", async (t) => {
    let sent = 0;
    const server = await serve(t, async (_, response) => {
      response.writeHead(200);
      while (!response.destroyed && sent < 1_000) {
        sent += 1;
        await new Promise((written) => response.write("x".repeat(65_536), written));
      }
    });
    const error = await rejection(clientOf(server, { maxResponseBytes: 100_000 }).organisations.current());
    assert.equal(error.name, "DecodeError");
    assert.match(error.message, /at most 100000 bytes/);
    assert.ok(sent < 1_000, `the server has sent ${sent} parts`);
  });

  test("one of the limit's size is read", async (t) => {
    const server = await serve(t, (_, response) => json(response, 200, organisationText));
    const size = Buffer.byteLength(organisationText);
    await clientOf(server, { maxResponseBytes: size }).organisations.current();
    const error = await rejection(clientOf(server, { maxResponseBytes: size - 1 }).organisations.current());
    assert.equal(error.name, "DecodeError");
  });
});

describe("Retry-After", () => {
  for (const value of ["3600", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"]) {
    test(`${value} is not slept through`, async (t) => {
      const server = await serve(t, (_, response) => json(response, 503, "{}", { "retry-after": value }));
      const error = await rejection(clientOf(server).organisations.current());
      assert.equal(error.name, "ServerError");
      assert.ok(error.retryAfterMs > 60_000);
      assert.equal(server.requests.length, 1);
    });
  }

  for (const value of ["0", "Thu, 01 Jan 1970 00:00:00 GMT", "-5", "soon", ""]) {
    test(`${JSON.stringify(value)} leads to another attempt soon`, async (t) => {
      const server = await serve(t, (_, response, count) =>
        count === 1 ? json(response, 429, "{}", { "retry-after": value }) : json(response, 200, organisationText),
      );
      await clientOf(server).organisations.current();
      assert.equal(server.requests.length, 2);
    });
  }
});

test("fifty concurrent calls: eight at once, all answered", async (t) => {
  let now = 0;
  let most = 0;
  const server = await serve(t, async (_, response) => {
    now += 1;
    most = Math.max(most, now);
    await setImmediate();
    now -= 1;
    json(response, 200, organisationText);
  });
  const registry = clientOf(server);
  const answers = await Promise.all(Array.from({ length: 50 }, () => registry.organisations.current()));
  assert.equal(answers.length, 50);
  assert.ok(most > 1 && most <= 8, `${most} at once`);
});

test("a request carries what it should, and no more", async (t) => {
  const server = await serve(t, (_, response) => json(response, 200, organisationText));
  await clientOf(server, {
    headers: { "X-Own": "1", accept: "application/vnd.test+json" },
  }).organisations.current();
  const { headers } = server.requests[0];
  assert.equal(headers["x-client-secret"], clientSecret);
  assert.equal(headers.authorization, `Bearer ${accessToken}`);
  assert.equal(headers["x-own"], "1");
  assert.equal(headers.accept, "application/vnd.test+json");
  assert.equal(headers["user-agent"], `isometric-registry/${manifest.version}`);
  assert.equal(headers["content-type"], undefined);
});
