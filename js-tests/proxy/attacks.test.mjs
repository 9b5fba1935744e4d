import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { createProxy } from "isometric-registry/proxy";
import { accessToken, beneficiary, clientSecret, organisation, post, serveProxy, serveUpstream } from "./support.mjs";

const everything = {
  authorize: () => true,
  allow: ["public", "private-reads", "beneficiaries.create", "retirements.create"],
};

/** A proxy that allows all that the attacks aim at, and what reached its upstream. */
async function target(context, options = {}) {
  const upstream = await serveUpstream(context);
  const proxy = await serveProxy(context, { ...everything, baseUrl: upstream.baseUrl, ...options });
  return { ...proxy, ...upstream, origin: proxy.origin };
}

describe("paths", () => {
  for (const path of [
    "/",
    "/registry",
    "/registry/",
    "/registry/nothing",
    "/registryprojects",
    "/registry//projects",
    "//registry/projects",
    "/registry/projects/",
    "/registry/./projects",
    "/registry/x/../projects",
    "/registry/../registry/projects",
    "/registry/projects/..",
    "/registry/projects/%2e%2e/organisation",
    "/registry/projects/%2E%2E/organisation",
    "/registry/projects/..%2forganisation",
    "/registry/projects/..%5corganisation",
    "/registry/%2e/projects",
    "/registry%2fprojects",
    "/registry/%70rojects",
    "/registry/projects%00",
    "/registry/projects%3ffirst=1",
    "/registry/projects;a=b",
    "/registry\\projects",
    "/registry/projects\\..\\organisation",
    "/registry/projects#/../organisation",
    "/registry/organisations/{id}",
    `/registry/organisations/${organisation}%0d%0ax:y`,
    "/REGISTRY/projects",
    "http://127.0.0.1/registry/projects",
    "https://registry.example/registry/projects",
    "//registry.example/registry/projects",
  ]) {
    test(`${path} reaches nothing`, async (context) => {
      const { raw, requests } = await target(context);
      const { status, text } = await raw(path);
      assert.ok(status === 400 || status === 404, `${status} ${text}`);
      assert.equal(typeof JSON.parse(text).detail, "string");
      assert.equal(requests.length, 0);
    });
  }

  for (const id of ["..", "prj_0123456789ABCDEF", "org_short", `org_${"a".repeat(40)}`, "from_oldest_credits"]) {
    test(`an organisation ${id} is not asked for`, async (context) => {
      const { raw, requests } = await target(context);
      const { status } = await raw(`/registry/organisations/${id}`);
      assert.ok(status >= 400 && status < 500);
      assert.equal(requests.length, 0);
    });
  }

  test("an encoded trick that a runtime has tidied meets the same list of operations", async () => {
    const asked = [];
    const fetch = async (url) => asked.push(url) && Response.json({});
    const proxy = createProxy({
      baseUrl: "https://registry.example/v0",
      clientSecret,
      fetch,
      origin: "https://app.example",
    });
    for (const path of [
      "/registry/%2e%2e/admin",
      "/registry/projects/%2e%2e/organisation",
      "/registry/..%2f..%2fadmin",
      "/registry//projects",
    ]) {
      const { status } = await proxy(new Request(`https://app.example${path}`));
      assert.ok(status === 403 || status === 404, `${path} ${status}`);
    }
    assert.deepEqual(asked, []);
  });

  test("the base path may be another, or none", async (context) => {
    for (const basePath of ["", "/", "/api/registry", "/api/registry/"]) {
      const { ask, requests } = await target(context, { basePath });
      assert.equal((await ask(`${basePath.replace(/\/$/, "")}/projects`)).status, 200, basePath);
      assert.equal((await ask("/registry/projects")).status, 404);
      assert.equal(requests.length, 1);
    }
  });
});

describe("queries", () => {
  for (const query of [
    "first=1&first=2",
    "first=0",
    "first=51",
    "first=1&last=1",
    "after=",
    "unknown=1",
    "_method=POST",
    "access_token=mine",
    "first[]=1",
    "__proto__=1",
    "first=1;after=a",
    "first=%00",
  ]) {
    test(`?${query} is refused as the API refuses`, async (context) => {
      const { raw, requests } = await target(context);
      const { status, text } = await raw(`/registry/projects?${query}`);
      assert.equal(status, 422);
      const { detail } = JSON.parse(text);
      assert.ok(detail.every(({ loc, msg, type }) => loc[0] === "query" && msg && type));
      assert.equal(requests.length, 0);
    });
  }

  test("a cursor cannot leave its parameter", async (context) => {
    const { raw, requests } = await target(context);
    assert.equal((await raw("/registry/projects?after=a%26first=9%23%0d%0aX:%20y")).status, 200);
    assert.equal(requests[0].url, "/registry/v0/projects?first=50&after=a%26first%3D9%23%0D%0AX%3A+y");
  });
});

describe("methods", () => {
  for (const method of ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]) {
    test(`${method} is refused`, async (context) => {
      const { raw, requests } = await target(context);
      const { status, headers } = await raw("/registry/retirements", { method });
      assert.ok([400, 405].includes(status), String(status));
      if (status === 405) {
        assert.equal(headers.allow, "GET, POST");
      }
      assert.equal(requests.length, 0);
    });
  }

  test("CONNECT opens no tunnel", async (context) => {
    const { origin, requests } = await target(context);
    const socket = connect(Number(new URL(origin).port), "127.0.0.1");
    socket.end("CONNECT /registry/projects HTTP/1.1\r\nHost: a\r\n\r\n");
    socket.resume();
    await once(socket, "close");
    assert.equal(requests.length, 0);
  });

  for (const header of ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]) {
    test(`${header} is rejected, whatever its value`, async (context) => {
      const { ask, origin, requests } = await target(context);
      assert.equal((await ask("/registry/projects", { headers: { [header]: "POST" } })).status, 400);
      const act = post(beneficiary, { origin, [header]: "GET" });
      assert.equal((await ask("/registry/beneficiary", act)).status, 400);
      assert.equal(requests.length, 0);
    });
  }

  test("a GET has no body", async (context) => {
    const { raw, requests } = await target(context);
    const { status } = await raw("/registry/projects", { headers: { "content-type": "application/json" }, body: "{}" });
    assert.equal(status, 400);
    assert.equal(requests.length, 0);
  });
});

describe("other sites", () => {
  const post403 = async (context, headers, options) => {
    const { ask, requests } = await target(context, options);
    const answer = await ask("/registry/beneficiary", post(beneficiary, headers));
    assert.equal(answer.status, 403);
    assert.equal(answer.headers.get("access-control-allow-origin"), null);
    assert.equal(requests.length, 0);
  };

  for (const origin of [
    "https://evil.example",
    "null",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "file://",
    "",
    "https://app.example.evil.example",
  ]) {
    test(`a page of ${JSON.stringify(origin)} cannot act`, (context) =>
      post403(context, { origin }, { origins: ["https://app.example"] }));
  }

  test("who does not say where from cannot act", (context) => post403(context, {}));

  test("a second Origin does not help", async (context) => {
    const { raw, origin, requests } = await target(context);
    const headers = [
      "Host",
      new URL(origin).host,
      "Content-Type",
      "application/json",
      "Origin",
      origin,
      "Origin",
      "https://evil.example",
    ];
    const { status } = await raw("/registry/beneficiary", { method: "POST", headers, body: beneficiary });
    assert.ok(status === 400 || status === 403, String(status));
    assert.equal(requests.length, 0);
  });

  test("a form cannot act, even from the proxy's own origin", async (context) => {
    const { ask, origin, requests } = await target(context);
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=a",
      "",
      "application/json, text/plain",
      "text/plain; application/json",
      "application/jsonp",
    ]) {
      const answer = await ask("/registry/beneficiary", {
        method: "POST",
        body: beneficiary,
        headers: { origin, "content-type": type },
      });
      assert.equal(answer.status, 415, type);
    }
    assert.equal(requests.length, 0);
  });

  test("reads for other sites are not even asked for", async (context) => {
    const { ask, requests } = await target(context);
    assert.equal((await ask("/registry/organisation", { headers: { origin: "https://evil.example" } })).status, 403);
    assert.equal((await ask("/registry/projects", { headers: { "sec-fetch-site": "cross-site" } })).status, 403);
    assert.equal(requests.length, 0);
  });

  test("no answer can be embedded elsewhere, guessed to be another type, or stored", async (context) => {
    const { ask } = await target(context);
    for (const path of ["/registry/projects", "/registry/nothing", "/registry/projects?first=0"]) {
      const { headers } = await ask(path);
      assert.equal(headers.get("content-type"), "application/json");
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("cross-origin-resource-policy"), "same-origin");
      assert.equal(headers.get("cache-control"), "no-store");
      assert.equal(headers.get("vary"), "Origin");
    }
  });
});

describe("a listed origin", () => {
  const origins = ["https://app.example"];
  const preflight = (origin, method) => ({
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": method,
      "access-control-request-headers": "content-type,x-csrf",
    },
  });

  test("acts, and reads what comes back", async (context) => {
    const { ask, requests } = await target(context, { origins });
    const { status, headers } = await ask("/registry/beneficiary", post(beneficiary, { origin: origins[0] }));
    assert.equal(status, 200);
    assert.equal(headers.get("access-control-allow-origin"), origins[0]);
    assert.equal(headers.get("access-control-allow-credentials"), "true");
    assert.equal(headers.get("access-control-expose-headers"), "retry-after, x-request-id");
    assert.equal(headers.get("vary"), "Origin");
    assert.equal(requests.length, 1);
    const refused = await ask("/registry/projects?first=0", { headers: { origin: origins[0] } });
    assert.equal(refused.headers.get("access-control-allow-origin"), origins[0]);
  });

  test("gets leave before it sends", async (context) => {
    const { ask, requests } = await target(context, { origins });
    const { status, headers, text } = await ask("/registry/retirements", preflight(origins[0], "POST"));
    assert.equal(status, 204);
    assert.equal(text, "");
    assert.equal(headers.get("access-control-allow-origin"), origins[0]);
    assert.equal(headers.get("access-control-allow-methods"), "GET, POST");
    assert.equal(headers.get("access-control-allow-headers"), "content-type,x-csrf");
    assert.match(headers.get("vary"), /Origin/);
    assert.equal(requests.length, 0);
  });

  test("is the only one that gets leave", async (context) => {
    const { ask } = await target(context, { origins });
    for (const origin of ["https://evil.example", "null"]) {
      const { status, headers } = await ask("/registry/retirements", preflight(origin, "POST"));
      assert.equal(status, 403);
      assert.equal(headers.get("access-control-allow-origin"), null);
    }
    assert.equal((await ask("/registry/nothing", preflight(origins[0], "POST"))).status, 404);
  });
});

describe("bodies", () => {
  const cases = {
    "no JSON": ["{", 422],
    nothing: ["", 422],
    "a list": ["[]", 422],
    null: ["null", 422],
    "an unknown property": [beneficiary.replace("{", '{"_method":"GET",'), 422],
    "a prototype": [beneficiary.replace("{", '{"__proto__":{"a":1},'), 422],
    "deep nesting": ["[".repeat(100_000), 422],
    "an integer beyond all bounds": [`{"beneficiary_name":${"9".repeat(400)}}`, 422],
    "bytes that are not UTF-8": [Buffer.from([0x22, 0xff, 0x22]), 422],
    "more than is allowed": [" ".repeat(200_001), 413],
  };
  for (const [what, [body, expected]] of Object.entries(cases)) {
    test(`with ${what} go nowhere`, async (context) => {
      const { raw, origin, requests } = await target(context, { maxBodyBytes: 200_000 });
      const { status, text } = await raw("/registry/beneficiary", { ...post(body, { origin }) });
      assert.equal(status, expected, text);
      assert.ok(JSON.parse(text).detail);
      assert.equal(requests.length, 0);
    });
  }

  test("that are encoded are refused", async (context) => {
    const { ask, origin, requests } = await target(context);
    assert.equal(
      (await ask("/registry/beneficiary", post(beneficiary, { origin, "content-encoding": "gzip" }))).status,
      415,
    );
    assert.equal(requests.length, 0);
  });

  test("without a length are cut off at the limit, not read to an end that never comes", async () => {
    let pulled = 0;
    let isCancelled = false;
    const body = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(1000).fill(0x20));
        pulled += 1;
      },
      cancel: () => {
        isCancelled = true;
      },
    });
    const origin = "https://app.example";
    const settings = { baseUrl: "https://registry.example", clientSecret, maxBodyBytes: 5000, origin, ...everything };
    // @ts-expect-error the types refuse it
    const proxy = createProxy(settings);
    const init = { ...post(body, { origin }), duplex: "half" };
    const response = await proxy(new Request("https://app.example/registry/beneficiary", init));
    assert.equal(response.status, 413);
    assert.equal(isCancelled, true);
    assert.ok(pulled < 10, String(pulled));
  });

  test("that are sent slowly hold nothing up for longer than the time allowed", async (context) => {
    const { origin, requests } = await target(context, { timeoutMs: 50 });
    const { port, host } = new URL(origin);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(
      `POST /registry/beneficiary HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\n` +
        "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    );
    let text = "";
    for await (const chunk of socket) {
      text += chunk;
    }
    assert.match(text, /^HTTP\/1.1 408 /);
    assert.match(text, /connection: close/i);
    assert.equal(requests.length, 0);
  });

  test("are sent on once for each time they come, as they were checked", async (context) => {
    const { ask, origin, requests } = await target(context);
    for (let time = 1; time <= 3; time += 1) {
      assert.equal((await ask("/registry/beneficiary", post(` ${beneficiary}\n`, { origin }))).status, 200);
      assert.equal(requests.length, time);
    }
    assert.deepEqual(new Set(requests.map(({ body }) => body)).size, 1);
    assert.equal(requests[0].body, beneficiary.replace("{", '{"__typename":"CreateOrganizationBeneficiary",'));
  });

  test("quote no credential in what is wrong with them", async (context) => {
    const { ask, origin } = await target(context);
    for (const secret of [clientSecret, accessToken]) {
      const body = JSON.stringify({
        beneficiary_name: 5,
        beneficiary_domain: [secret],
        [secret]: secret,
        beneficiary_email: `${"x".repeat(50)}${secret}`,
      });
      assert.equal((await ask("/registry/beneficiary", post(body, { origin }))).status, 422);
    }
  });
});
