import assert from "node:assert/strict";
import { get, request } from "node:http";
import { describe, test } from "node:test";
import { createProxy } from "isometric-registry/proxy";
import { listen } from "../listen.mjs";
import { deferred } from "../transport/support.mjs";
import { accessToken, beneficiary, clientSecret, post, read, sendJson, serveProxy, serveUpstream } from "./support.mjs";

const acting = { authorize: () => true, allow: ["public", "private-reads", "beneficiaries.create"] };

/** What the proxy makes of an upstream's answer to a read and to what acts. */
async function both(context, answer, options = {}) {
  const upstream = await serveUpstream(context, answer);
  const { origin, ask } = await serveProxy(context, { ...acting, baseUrl: upstream.baseUrl, ...options });
  const read = await ask("/registry/projects");
  const act = await ask("/registry/beneficiary", post(beneficiary, { origin }));
  return { read, act, requests: upstream.requests };
}

describe("the registry's answers", () => {
  for (const status of [200, 201, 400, 401, 403, 404, 409, 422, 429, 500, 503]) {
    test(`of ${status} pass through, with Retry-After and the request's id`, async (context) => {
      const body = { detail: [{ loc: ["body", 0], msg: "ü", type: "t" }], big: 1 };
      const headers = {
        "retry-after": "7",
        "x-request-id": "abc",
        "x-internal": "1",
        "set-cookie": "a=b",
        "www-authenticate": "Basic",
        server: "s",
      };
      const { read, act } = await both(context, (_, response) => sendJson(response, status, body, headers));
      for (const answer of [read, act]) {
        assert.equal(answer.status, status);
        assert.deepEqual(answer.json, body);
        const names = [...answer.headers.keys()].filter(
          (name) => !["connection", "date", "keep-alive", "content-length", "transfer-encoding"].includes(name),
        );
        assert.deepEqual(names.sort(), [
          "cache-control",
          "content-type",
          "cross-origin-resource-policy",
          "retry-after",
          "vary",
          "x-content-type-options",
          "x-request-id",
        ]);
        assert.equal(answer.headers.get("retry-after"), "7");
        assert.equal(answer.headers.get("x-request-id"), "abc");
      }
    });
  }

  test("pass through byte for byte", async (context) => {
    const text = '{ "credit_kgs" : 9007199254740993, "a":1.0,\n"b":"\\u0000\\ud800" }';
    const { read } = await both(context, (_, response) =>
      response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(text),
    );
    assert.equal(read.text, text);
  });

  for (const status of [300, 301, 302, 303, 304, 307, 308]) {
    test(`of ${status} are not followed`, async (context) => {
      const elsewhere = await serveUpstream(context);
      const { read, act, requests } = await both(context, (_, response) =>
        response.writeHead(status, { location: `${elsewhere.origin}/registry/v0/projects` }).end(),
      );
      for (const answer of [read, act]) {
        assert.equal(answer.status, 502);
        assert.match(answer.json.detail, /redirect/);
        assert.equal(answer.headers.get("location"), null);
      }
      assert.equal(requests.length, 2);
      assert.equal(elsewhere.requests.length, 0);
    });
  }

  test("that a fetch has followed a redirect to are not passed on", async () => {
    const fetch = async () => Object.defineProperty(Response.json({}), "redirected", { value: true });
    const proxy = createProxy({
      baseUrl: "https://registry.example",
      origin: "https://app.example",
      clientSecret,
      fetch,
    });
    assert.equal((await proxy(new Request("https://app.example/registry/projects"))).status, 502);
  });

  test("that are no JSON keep their status and lose their body", async (context) => {
    const html = (status) => (_, response) =>
      response.writeHead(status, { "content-type": "text/html", "retry-after": "7" }).end("<script>alert(1)</script>");
    for (const [status, expected] of [
      [200, 502],
      [404, 404],
      [503, 503],
    ]) {
      const { read, act } = await both(context, html(status));
      for (const answer of [read, act]) {
        assert.equal(answer.status, expected);
        assert.deepEqual(answer.json, { detail: "the registry's answer is not JSON" });
        assert.equal(answer.headers.get("retry-after"), "7");
      }
    }
  });

  for (const status of [204, 205]) {
    test(`of ${status}, which can hold no JSON, are no answer`, async () => {
      const fetch = async () => new Response(null, { status, headers: { "content-type": "application/json" } });
      const proxy = createProxy({
        baseUrl: "https://registry.example",
        origin: "https://app.example",
        clientSecret,
        fetch,
      });
      assert.equal((await proxy(new Request("https://app.example/registry/projects"))).status, 502);
    });
  }

  test("that contain a credential lose it, wherever it is", async (context) => {
    const echo = (request, response) => {
      const { "x-client-secret": secret, authorization } = request.headers;
      const body = { detail: `${secret} ${authorization}`, [secret]: accessToken };
      sendJson(response, 422, body, { "x-request-id": authorization, "retry-after": accessToken });
    };
    const { read, act } = await both(context, echo);
    for (const { json, headers } of [read, act]) {
      assert.deepEqual(json, { detail: "[redacted] Bearer [redacted]", "[redacted]": "[redacted]" });
      assert.equal(headers.get("x-request-id"), "Bearer [redacted]");
    }
  });

  test("that hold a token which was looked up lose it as well", async (context) => {
    const found = "looked-up-token";
    const echo = (_, response) => sendJson(response, 200, [`${found}-too`, `${found}-${clientSecret}`]);
    const { read } = await both(context, echo, { accessToken: async () => `${found}-too` });
    assert.deepEqual(read.json, ["[redacted]", `${found}-[redacted]`]);
  });

  test("are not torn by credentials that begin alike", async (context) => {
    const echo = (request, response) => sendJson(response, 200, request.headers.authorization);
    const { read } = await both(context, echo, { clientSecret: "red-and-redder", accessToken: "red-and-redder-still" });
    assert.equal(read.json, "Bearer [redacted]");
  });
});

describe("a registry that fails", { timeout: 60_000 }, () => {
  test("is asked once, and the page is told no more than that", async (context) => {
    const errors = [];
    const { read, act, requests } = await both(context, (request) => request.socket.destroy(), {
      onError: (error) => errors.push(error),
    });
    for (const { status, json } of [read, act]) {
      assert.equal(status, 502);
      assert.deepEqual(json, { detail: "the registry could not be reached" });
    }
    assert.deepEqual(
      requests.map(({ method }) => method),
      ["GET", "POST"],
    );
    assert.equal(errors.length, 2);
  });

  test("in the middle of an answer gives no half of it", async (context) => {
    const { read, act, requests } = await both(context, (request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" }).write("[1,");
      setImmediate(() => request.socket.destroy());
    });
    for (const { status } of [read, act]) {
      assert.equal(status, 502);
    }
    assert.equal(requests.length, 2);
  });

  test("because nobody listens is a 502", async () => {
    const proxy = createProxy({ baseUrl: "http://127.0.0.1:1", origin: "https://app.example", clientSecret });
    const { status } = await read(proxy(new Request("https://app.example/registry/projects")));
    assert.equal(status, 502);
  });

  test("by being slow is cancelled in time, headers or body", async (context) => {
    for (const begin of [
      () => {},
      (response) => response.writeHead(200, { "content-type": "application/json" }).write("["),
    ]) {
      let left = 0;
      const { read, act } = await both(
        context,
        (_, response) => {
          begin(response);
          response.on("close", () => (left += 1));
        },
        { timeoutMs: 100 },
      );
      for (const { status, json } of [read, act]) {
        assert.equal(status, 504);
        assert.match(json.detail, /longer than 100 ms/);
      }
      while (left < 2) {
        await new Promise(setImmediate);
      }
    }
  });

  test("to heed the signal is given up all the same", async () => {
    let isCancelled = false;
    const { promise, resolve: answer } = deferred();
    const fetch = () => promise;
    const proxy = createProxy({
      baseUrl: "https://registry.example",
      origin: "https://app.example",
      clientSecret,
      fetch,
      timeoutMs: 20,
    });
    assert.equal((await proxy(new Request("https://app.example/registry/projects"))).status, 504);
    const cancel = () => {
      isCancelled = true;
    };
    answer(new Response(new ReadableStream({ cancel })));
    await new Promise(setImmediate);
    assert.equal(isCancelled, true);
  });
});

describe("a page that goes away", { timeout: 60_000 }, () => {
  test("takes its request with it, thousands of times", async (context) => {
    const rounds = 20;
    const width = 100;
    let arrived = 0;
    let open = 0;
    const origin = await listen(context, (_, response) => {
      arrived += 1;
      open += 1;
      // Half of them have begun to answer.
      if (arrived % 2 === 0) {
        response.writeHead(200, { "content-type": "application/json" }).write("[");
      }
      response.on("close", () => (open -= 1));
    });
    const proxy = await serveProxy(context, { baseUrl: origin });
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    for (let round = 1; round <= rounds; round += 1) {
      const pages = Array.from({ length: width }, () =>
        get(`${proxy.origin}/registry/projects`, { agent: false }).on("error", () => {}),
      );
      while (arrived < round * width) {
        await new Promise(setImmediate);
      }
      for (const page of pages) {
        page.destroy();
      }
      while (open > 0) {
        await new Promise(setImmediate);
      }
    }
    assert.equal(arrived, rounds * width);
    assert.ok(timers() - before < width, `${timers() - before} timers are left`);
  });

  test("before it has sent its whole body asks nothing of the registry", async (context) => {
    const { baseUrl, requests } = await serveUpstream(context);
    const errors = [];
    const { origin } = await serveProxy(context, { ...acting, baseUrl, onError: (error) => errors.push(error) });
    for (let time = 0; time < 100; time += 1) {
      const sent = request(`${origin}/registry/beneficiary`, post(undefined, { origin, "content-length": 100 })).on(
        "error",
        () => {},
      );
      sent.write("{", () => sent.destroy());
      await new Promise((resolve) => sent.on("close", resolve));
    }
    assert.equal((await read(fetch(`${origin}/registry/projects`))).status, 200);
    assert.deepEqual(
      requests.map(({ method }) => method),
      ["GET"],
    );
    assert.deepEqual(errors, []);
  });

  test("leaves no listener on its signal", async () => {
    const fetch = async () => Response.json({});
    const proxy = createProxy({
      baseUrl: "https://registry.example",
      origin: "https://app.example",
      clientSecret,
      fetch,
    });
    const request = new Request("https://app.example/registry/projects");
    const kept = new Set();
    const { signal } = request;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (name, listener, ...rest) =>
      addEventListener.call(signal, name, listener, ...rest, kept.add(listener));
    signal.removeEventListener = (name, listener) =>
      removeEventListener.call(signal, name, listener, kept.delete(listener));
    assert.equal((await proxy(request)).status, 200);
    assert.equal(kept.size, 0);
  });

  test("while authorize thinks about it acts no more", async () => {
    const asked = [];
    const page = new AbortController();
    const fetch = async (url) => asked.push(url) && Response.json({});
    const authorize = async () => page.abort() ?? true;
    const proxy = createProxy({
      ...acting,
      baseUrl: "https://registry.example",
      origin: "https://app.example",
      clientSecret,
      fetch,
      // @ts-expect-error the types refuse it
      authorize,
    });
    const init = { ...post(beneficiary, { origin: "https://app.example" }), signal: page.signal };
    await proxy(new Request("https://app.example/registry/beneficiary", init));
    assert.deepEqual(asked, []);
  });
});

describe("caching", () => {
  test("is for public reads that succeed, which then go out without the access token", async (context) => {
    const { baseUrl, requests } = await serveUpstream(context, (request, response) =>
      sendJson(response, request.url.includes("/projects?") || request.method === "POST" ? 200 : 404, {}),
    );
    const publicCacheControl = "public, max-age=60";
    const { origin, ask } = await serveProxy(context, {
      ...acting,
      allow: [...acting.allow, "public"],
      baseUrl,
      publicCacheControl,
    });
    const cacheControl = async (...request) => (await ask(...request)).headers.get("cache-control");
    assert.equal(await cacheControl("/registry/projects"), publicCacheControl);
    assert.equal(requests[0].headers.authorization, undefined);
    assert.equal(requests[0].headers["x-client-secret"], clientSecret);
    assert.equal(await cacheControl("/registry/suppliers"), "no-store");
    assert.equal(await cacheControl("/registry/projects?first=0"), "no-store");
    assert.equal(await cacheControl("/registry/organisation"), "no-store");
    assert.equal(requests.at(-1).headers.authorization, `Bearer ${accessToken}`);
    assert.equal(await cacheControl("/registry/beneficiary", post(beneficiary, { origin })), "no-store");
  });
});
