import assert from "node:assert/strict";
import { connect } from "node:net";
import { describe, test } from "node:test";
import express from "express";
import { createProxy, nodeRequest, toNodeHandler } from "isometric-registry/proxy";
import { listen } from "../listen.mjs";
import { environment } from "../runtimes/environments.mjs";
import { untyped } from "../untyped.mjs";
import { accessToken, beneficiary, clientSecret, post, raw, read, serveProxy, serveUpstream } from "./support.mjs";

const acting = { authorize: () => true, allow: ["public", "private-reads", "beneficiaries.create"] };

describe("on Node's http", () => {
  for (const host of ["evil.example/registry", "a@b", "a b", "a#b", "a?b", "a\\b", "[", ":80"]) {
    test(`a Host of ${JSON.stringify(host)} reaches nothing`, async (context) => {
      const { baseUrl, requests } = await serveUpstream(context);
      const { raw } = await serveProxy(context, { ...acting, baseUrl });
      const { status } = await raw("/registry/projects", { headers: { host } });
      assert.equal(status, 400);
      assert.equal(requests.length, 0);
    });
  }

  test("two Hosts reach nothing", async (context) => {
    const { baseUrl, requests } = await serveUpstream(context);
    const { origin } = await serveProxy(context, { ...acting, baseUrl });
    const { host, port } = new URL(origin);
    const statusOf = async (lines) => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.write(`GET /registry/projects HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`);
      let text = "";
      for await (const chunk of socket) {
        text += chunk;
      }
      return text.slice(9, 12);
    };
    assert.equal(await statusOf(`Host: ${host}\r\n`), "200");
    assert.equal(await statusOf(`Host: ${host}\r\nHost: evil.example\r\n`), "400");
    assert.equal(requests.length, 1);
  });

  describe("a server with a public origin", () => {
    const own = "https://app.example";

    async function ask(context, options, headers) {
      const { baseUrl, requests } = await serveUpstream(context);
      const { origin } = await serveProxy(context, { ...acting, baseUrl, ...options });
      const sent = { ...post(beneficiary).headers, ...headers };
      const { status } = await raw(origin, "/registry/beneficiary", {
        method: "POST",
        headers: sent,
        body: beneficiary,
      });
      assert.equal(requests.length, status === 200 ? 1 : 0);
      return status;
    }

    test("answers its own pages, behind a server that ends TLS", async (context) => {
      assert.equal(await ask(context, { origin: own }, { host: "app.example", origin: own }), 200);
      assert.equal(await ask(context, { origin: own }, { host: "127.0.0.1", origin: own }), 200);
    });

    test("does not take a name that somebody has given its address for its own", async (context) => {
      for (const options of [{}, { origin: own }]) {
        for (const host of ["evil.example", "app.example:81", "app.example.evil.example", "a.localhost"]) {
          const headers = { host, origin: `http://${host}` };
          assert.equal(await ask(context, options, headers), 421, host);
          assert.equal(await ask(context, { ...options, origins: [headers.origin] }, headers), 421, host);
        }
      }
    });

    test("does not take the request's word for where its pages are", async (context) => {
      for (const origin of ["http://app.example", "https://app.example:444", "http://127.0.0.1", "http://localhost"]) {
        assert.equal(
          (await ask(context, { origin: own }, { host: new URL(origin).host, origin })) >= 400,
          true,
          origin,
        );
      }
    });

    test("needs the option, unless it is on loopback", async (context) => {
      assert.equal(await ask(context, {}, { host: "app.example", origin: own }), 421);
      assert.equal(await ask(context, { origins: [own] }, { host: "app.example", origin: own }), 421);
      for (const host of ["localhost", "127.0.0.2:8080", "[::1]:1"]) {
        assert.equal(await ask(context, {}, { host, origin: `http://${host}` }), 200, host);
      }
    });
  });

  test("a refused upload does not keep its connection", async (context) => {
    const { baseUrl } = await serveUpstream(context);
    const { raw } = await serveProxy(context, { ...acting, baseUrl });
    const headers = { "content-length": "1000000", connection: "keep-alive" };
    const { status, headers: answer } = await raw("/registry/projects", { method: "POST", headers, body: "x" });
    assert.equal(status, 405);
    assert.equal(answer.connection, "close");
  });
});

describe(`in ${environment("Express")}`, () => {
  /** An app with the proxy behind some middleware, and what reached its upstream. */
  async function serveApp(context, options, ...middleware) {
    const upstream = await serveUpstream(context);
    const proxy = createProxy({ baseUrl: upstream.baseUrl, clientSecret, accessToken, ...acting, ...options });
    const app = express();
    for (const part of middleware) {
      app.use(part);
    }
    app.use("/registry", toNodeHandler(proxy));
    app.get("/", (_, response) => response.json("home"));
    return { ...upstream, origin: await listen(context, app) };
  }

  test("the proxy answers at its path, and nothing else", async (context) => {
    const { origin, requests } = await serveApp(context, {});
    assert.equal((await read(fetch(`${origin}/registry/projects?first=3`))).status, 200);
    assert.equal((await read(fetch(`${origin}/registry/beneficiary`, post(beneficiary, { origin })))).status, 200);
    assert.equal((await read(fetch(`${origin}/registry/nothing`))).status, 404);
    assert.equal((await read(fetch(origin))).json, "home");
    assert.deepEqual(
      requests.map(({ url }) => url),
      ["/registry/v0/projects?first=3", "/registry/v0/beneficiary"],
    );
  });

  for (const path of [
    "/registry/%2e%2e/registry/organisation",
    "/registry//organisation",
    "/x/../registry/organisation",
    "/registry/organisation/",
  ]) {
    test(`${path} reaches nothing`, async (context) => {
      const { origin, requests } = await serveApp(context, {});
      const { status } = await raw(origin, path);
      assert.ok(status === 400 || status === 404, String(status));
      assert.equal(requests.length, 0);
    });
  }

  test("authorize and accessToken find what middleware has put on the request", async (context) => {
    const signIn = (request, _, next) => {
      request.session = { token: request.headers.cookie };
      next();
    };
    const session = (request) => untyped(nodeRequest(request)).session;
    const options = {
      accessToken: (request) => session(request).token,
      authorize: (request) => session(request).token === "ada",
    };
    const { origin, requests } = await serveApp(context, options, signIn);
    const status = async (cookie) =>
      (await read(fetch(`${origin}/registry/organisation`, { headers: { cookie } }))).status;
    assert.equal(await status("ada"), 200);
    assert.equal(await status("eve"), 403);
    assert.deepEqual(
      requests.map(({ headers }) => headers.authorization),
      ["Bearer ada"],
    );
  });

  test("a body parser in front is named, not waited for", async (context) => {
    const { origin, requests } = await serveApp(context, {}, express.json());
    const { status, json } = await read(fetch(`${origin}/registry/beneficiary`, post(beneficiary, { origin })));
    assert.equal(status, 500);
    assert.match(json.detail, /before body parsers/);
    assert.equal(requests.length, 0);
  });
});
