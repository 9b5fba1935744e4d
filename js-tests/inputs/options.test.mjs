import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { InvalidRequestError, RegistryClient } from "isometric-registry";
import { recording } from "../contract/recorder.mjs";

const good = { baseUrl: "https://registry.example/v0", clientSecret: "client-secret-value" };

/** What is wrong with a client's options, by path. */
function issuesOf(options) {
  try {
    new RegistryClient(options);
  } catch (error) {
    assert.ok(error instanceof InvalidRequestError, String(error));
    return Object.fromEntries(error.issues.map(({ path, message }) => [path, message]));
  }
  return {};
}

/** What a program prints, in a process of its own. */
async function printed(code, env = {}) {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH, ...env },
  });
  return JSON.parse(stdout);
}

describe("what some other code has put on Object.prototype", () => {
  test("sends no credential elsewhere, and allows nothing", async () => {
    const told = await printed(
      `
      import { RegistryClient } from "isometric-registry";
      import { createLocalRegistry } from "isometric-registry/local";
      import { createProxy } from "isometric-registry/proxy";
      const sent = [];
      const fetch = async (url, init) => { sent.push(new URL(url).host + " " + JSON.stringify(init.headers)); return Response.json({}); };
      const clientSecret = "client-secret-value";
      const local = await createLocalRegistry({ seed: "a" });
      Object.assign(Object.prototype, {
        baseUrl: "https://evil.example", environment: "production", accessToken: () => "the-token-of-evil",
        headers: { "x-evil": "1" }, hooks: { onRequest: () => sent.push("hook") }, onRequest: () => sent.push("evil hook"), onAct: () => sent.push("evil hook"), readOnly: true, timeoutMs: 1, maxRetries: 9,
        prefetch: "evil",
        allow: ["retirements.create"], authorize: () => true, origins: ["https://evil.example"], origin: "https://evil.example",
        who: () => true, identity: "evil", seed: "evil", failures: { before: 1 }, empty: true,
        ISOMETRIC_BASE_URL: "https://evil.example", ISOMETRIC_ACCESS_TOKEN: "the-token-of-evil", query: { evil: 1 }, body: { evil: 1 },
      });
      const registry = new RegistryClient({ clientSecret, fetch });
      await registry.request({ method: "GET", path: "/a" });
      await registry.projects.list().catch(() => {});
      await registry.projects.list({}, {}).catch(() => {});
      await registry.withOptions({ timeoutMs: 5000 }).request({ method: "GET", path: "/a" });
      const proxy = createProxy({ clientSecret, fetch });
      const ask = async (path, init) => (await proxy(new Request("http://localhost" + path, { method: "GET", body: null, ...init }))).status;
      const statuses = [
        await ask("/registry/projects"),
        await ask("/registry/projects", { headers: { origin: "https://evil.example" } }),
        await ask("/registry/organisation"),
      ];
      const identities = [];
      for (const accessToken of ["the-token-of-ada", () => "the-token-of-ada", () => ({ token: "the-token-of-ada" })]) {
        const asks = createProxy({
          clientSecret, fetch, accessToken, allow: ["private-reads"],
          authorize: (_, __, { identity, who }) => identities.push([identity ?? null, who ?? null]) < 0,
        });
        await asks(new Request("http://localhost/registry/organisation", { method: "GET", body: null }));
      }
      const other = await createLocalRegistry({});
      process.stdout.write(JSON.stringify({ sent, statuses, identities, sample: other.accounts.length > 0 && other.accounts[0].accessToken !== local.accounts[0].accessToken }));
    `,
    );
    assert.deepEqual(told.statuses, [200, 403, 403]);
    assert.deepEqual(
      told.identities,
      Array.from({ length: 3 }, () => [null, null]),
    );
    assert.equal(told.sent.length, 5);
    for (const line of told.sent) {
      assert.match(line, /^api\.sandbox\.isometric\.com /);
      assert.doesNotMatch(line, /evil/);
    }
    assert.equal(told.sample, true);
  });
});

describe("options that could be lost", () => {
  class Settings {
    baseUrl = "https://registry.example/v0";
    get clientSecret() {
      return "client-secret-value";
    }
  }

  test("because a class holds them are refused by name", () => {
    assert.match(issuesOf(new Settings()).clientSecret, /inherited/);
    assert.match(issuesOf(Object.create(good)).clientSecret, /inherited/);
    class Hooks {
      onRequest() {}
    }
    assert.match(issuesOf({ ...good, hooks: new Hooks() }).hooks, /onRequest.*inherited/);
  });

  test("because they are no object's are refused", () => {
    for (const options of [null, 5, "text", [], [["clientSecret", "a"]], new Map(Object.entries(good)), new Date()]) {
      assert.match(issuesOf(options).options, /^expected an object of options, got /);
    }
  });

  test("because they cannot be read are refused", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const throwing = {
      get baseUrl() {
        throw new Error("no");
      },
    };
    for (const options of [proxy, throwing, { ...good, headers: proxy }, { ...good, hooks: proxy }]) {
      assert.match(Object.values(issuesOf(options)).join(), /cannot be read|object/);
    }
  });

  test("are read once", () => {
    let reads = 0;
    const options = {
      ...good,
      get fetch() {
        reads += 1;
        return async () => Response.json({});
      },
    };
    new RegistryClient(options);
    assert.equal(reads, 1);
  });

  test("are not there at all as far as a proxy of a framework is concerned", async () => {
    const options = new Proxy({ ...good, fetch: async () => Response.json(null) }, {});
    assert.equal(await new RegistryClient(options).projects.get("prj_0123456789ABCDEF"), null);
  });
});

describe("headers", () => {
  const shapes = {
    "an object": { traceparent: "00-1" },
    Headers: new Headers({ traceparent: "00-1" }),
    "a Map": new Map([["traceparent", "00-1"]]),
    URLSearchParams: new URLSearchParams("traceparent=00-1"),
    "pairs in a list": [["traceparent", "00-1"]],
  };
  for (const [shape, headers] of Object.entries(shapes)) {
    test(`of a client may be ${shape}`, async () => {
      const { registry, requests } = recording("null", { headers });
      await registry.projects.get("prj_0123456789ABCDEF");
      assert.equal(requests[0].headers.traceparent, "00-1");
    });
  }

  test("given twice are joined", async () => {
    const headers = [
      ["X-Tag", "a"],
      ["x-tag", "b"],
    ];
    const { registry, requests } = recording("null", { headers });
    await registry.projects.get("prj_0123456789ABCDEF");
    assert.equal(requests[0].headers["X-Tag"], "a, b");
  });

  test("of any other shape are refused", () => {
    for (const headers of [
      "a: b",
      5,
      null,
      new Date(),
      new WeakMap(),
      ["a"],
      [["a"]],
      [["a", "b", "c"]],
      new Set(["ab"]),
    ]) {
      assert.ok("headers" in issuesOf({ ...good, headers }), String(headers));
    }
  });

  test("that could change the request are rejected", () => {
    for (const name of [
      "X-HTTP-Method-Override",
      "x-http-method",
      "X-Method-Override",
      "X_HTTP_Method_Override",
      "x-original-url",
      "X-Rewrite-URL",
    ]) {
      for (const readOnly of [true, false]) {
        assert.match(issuesOf({ ...good, readOnly, headers: { [name]: "POST" } }).headers, /request's method or path/);
      }
    }
  });
});

test("headers of the client and of the connection are refused, however they are spelt", () => {
  for (const name of [
    "Authorization",
    "X_Client_Secret",
    "Content-Length",
    "transfer_encoding",
    "Connection",
    "TE",
    "Expect",
  ]) {
    assert.match(issuesOf({ ...good, headers: { [name]: "x" } }).headers, /set by the client itself/);
  }
});

describe("a credential", () => {
  test("that is short is refused, but on loopback", () => {
    const clientSecret = "eleven-long";
    for (const options of [{ clientSecret }, { clientSecret, environment: "production" }]) {
      assert.match(issuesOf(options).clientSecret, /12 characters/);
    }
    assert.match(issuesOf({ ...good, accessToken: clientSecret }).accessToken, /12 characters/);
    assert.deepEqual(issuesOf({ baseUrl: "http://127.0.0.1:9/v0", clientSecret, accessToken: "a" }), {});
  });

  test("with white space around it is rejected", () => {
    for (const clientSecret of [" client-secret-value", "client-secret-value\n", "\tclient-secret-value "]) {
      assert.match(issuesOf({ ...good, clientSecret }).clientSecret, /white space around it/);
    }
    assert.doesNotMatch(issuesOf({ ...good, clientSecret: "client secret value" }).clientSecret, /around/);
  });

  test("does not go over plain http to a name that only looks like loopback", () => {
    for (const baseUrl of [
      "http://a.localhost",
      "http://localhost.example",
      "http://127.0.0.1.example",
      "http://[::2]",
    ]) {
      assert.match(issuesOf({ ...good, baseUrl }).clientSecret, /plain http/);
    }
  });
});

describe("the variable ISOMETRIC_BASE_URL", () => {
  const attempt = (options, env) =>
    printed(
      `
      import { RegistryClient } from "isometric-registry";
      let sent = "nothing";
      const fetch = async (url, { headers }) => { sent = url + " " + headers["X-Client-Secret"]; return Response.json(null); };
      try { await new RegistryClient({ ...${JSON.stringify(options)}, fetch }).request({ method: "GET", path: "/a" }); }
      catch (error) { sent = error.message; }
      process.stdout.write(JSON.stringify(sent));
    `,
      env,
    );
  const address = { ISOMETRIC_BASE_URL: "http://127.0.0.1:9/registry/v0" };
  const credentials = { ISOMETRIC_CLIENT_SECRET: "secret-of-the-environment" };

  test("is where the given credentials go", async () => {
    assert.equal(
      await attempt({}, { ...address, ...credentials }),
      "http://127.0.0.1:9/registry/v0/a secret-of-the-environment",
    );
    assert.match(
      await attempt({}, { ...address, ISOMETRIC_CLIENT_SECRET: "" }),
      /clientSecret.*ISOMETRIC_CLIENT_SECRET/,
    );
  });

  test("keeps the credentials of the environment from any other address", async () => {
    for (const options of [{ environment: "sandbox" }, { environment: "production" }]) {
      assert.match(await attempt(options, { ...address, ...credentials }), /ISOMETRIC_BASE_URL.*another address/);
    }
    const own = { environment: "sandbox", clientSecret: "secret-of-the-program" };
    assert.equal(
      await attempt(own, { ...address, ...credentials }),
      "https://api.sandbox.isometric.com/registry/v0/a secret-of-the-program",
    );
    assert.equal(
      await attempt({ baseUrl: "http://127.0.0.1:8/v0" }, { ...address, ...credentials }),
      "http://127.0.0.1:8/v0/a undefined",
    );
  });

  test("follows the rules of baseUrl, and cannot be combined", async () => {
    const wrong = { ISOMETRIC_BASE_URL: "http://user:password@127.0.0.1:9", ...credentials };
    assert.match(
      await attempt({}, wrong),
      /baseUrl \(or the environment variable ISOMETRIC_BASE_URL\): expected an http or https/,
    );
    const both = { ...address, ...credentials, ISOMETRIC_ENVIRONMENT: "sandbox" };
    assert.match(await attempt({}, both), /ISOMETRIC_BASE_URL: cannot be combined with ISOMETRIC_ENVIRONMENT/);
    assert.match(await attempt({}, { ISOMETRIC_BASE_URL: "http://registry.example", ...credentials }), /plain http/);
  });
});
