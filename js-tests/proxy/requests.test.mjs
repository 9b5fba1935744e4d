import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RegistryClient, ValidationError } from "isometric-registry";
import { createProxy } from "isometric-registry/proxy";
import { calls } from "../contract/calls.mjs";
import {
  accessToken,
  clientSecret,
  organisation,
  post,
  sendJson,
  serveLocal,
  serveProxy,
  serveUpstream,
} from "./support.mjs";

const requests = calls.map(({ operation, request, body }) => {
  const [method, target] = request.split(" ");
  return { operation, method, target, body };
});
const everything = {
  authorize: () => true,
  allow: ["public", "private-reads", ...calls.map(({ operation }) => operation)],
};

describe("a request", () => {
  for (const { operation, method, target, body } of requests) {
    test(`of ${operation} goes on as the client wrote it, with both credentials`, async () => {
      const sent = [];
      const proxy = createProxy({
        baseUrl: "https://registry.example/v0",
        origin: "https://app.example",
        clientSecret,
        accessToken,
        ...everything,
        fetch: async (url, init) => {
          sent.push({ url, ...init });
          return Response.json({});
        },
      });
      const headers = {
        origin: "https://app.example",
        "content-type": "application/json",
        "x-client-secret": "a",
        authorization: "b",
      };
      const response = await proxy(new Request(`https://app.example/registry${target}`, { method, headers, body }));
      assert.equal(response.status, 200, await response.text());
      assert.equal(sent.length, 1);
      assert.equal(sent[0].method, method);
      assert.equal(sent[0].url, `https://registry.example/v0${target}`);
      assert.equal(sent[0].body, body);
      assert.deepEqual(sent[0].headers, {
        accept: "application/json",
        "x-client-secret": clientSecret,
        authorization: `Bearer ${accessToken}`,
        ...(method === "POST" ? { "content-type": "application/json" } : {}),
      });
    });
  }

  test("brings nothing upstream but what the proxy puts there", async (context) => {
    const upstream = await serveUpstream(context);
    const proxy = await serveProxy(context, { baseUrl: upstream.baseUrl });
    const headers = {
      authorization: "Bearer mine",
      "x-client-secret": "mine",
      cookie: "session=1",
      "proxy-authorization": "Basic mine",
      "x-forwarded-for": "10.0.0.1",
      "x-request-id": "mine",
      te: "trailers",
      "accept-encoding": "identity",
      connection: "x-client-secret, close",
    };
    assert.equal((await proxy.raw("/registry/projects?first=1", { headers })).status, 200);
    const [{ url, headers: sent }] = upstream.requests;
    assert.equal(url, "/registry/v0/projects?first=1");
    const fromFetch = [
      "host",
      "connection",
      "accept-language",
      "sec-fetch-mode",
      "user-agent",
      "accept-encoding",
      "cache-control",
      "pragma",
    ];
    const ours = Object.fromEntries(Object.entries(sent).filter(([name]) => !fromFetch.includes(name)));
    assert.deepEqual(ours, {
      accept: "application/json",
      "x-client-secret": clientSecret,
      authorization: `Bearer ${accessToken}`,
    });
  });
});

describe("a client behind the proxy", () => {
  test("walks lists, acts, and reads errors as if it were in front", async (context) => {
    const { local, origin } = await serveLocal(context, everything);
    const registry = new RegistryClient({ baseUrl: `${origin}/registry`, headers: { origin } });
    const projects = await registry.projects.list({ first: 2 }).toArray();
    assert.equal(projects.length, (await registry.projects.list({ first: 1 })).total_count);

    const me = await registry.organisations.current();
    const batch = await registry.organisations.creditBatches(me.id, { status: ["active"] }).first();
    const wanted = {
      owner_organisation_id: me.id,
      beneficiary_organisation_id: me.id,
      supplier_id: batch.supplier_id,
      retirement_purposes: ["other"],
      credit_quantity_kg: 1n,
    };
    const { id } = await registry.retirements.createFromOldestCredits(wanted);
    assert.equal((await registry.retirements.get(id)).credit_batch_size_total.credit_kgs, 1n);

    const tooMuch = { ...wanted, credit_quantity_kg: 9_007_199_254_740_993n };
    await assert.rejects(registry.retirements.createFromOldestCredits(tooMuch), ({ name, requestId }) => {
      assert.match(name, /Error$/);
      assert.equal(typeof requestId, "string");
      return true;
    });
    assert.equal(local.accounts.length > 0, true);
  });

  test("gets faults as issues in the API's form", async (context) => {
    const { origin } = await serveLocal(context, everything);
    const registry = new RegistryClient({ baseUrl: `${origin}/registry`, maxRetries: 0 });
    const error = await registry
      .request({ method: "GET", path: "/projects", query: { first: 51, frist: 1 } })
      .catch((error) => error);
    assert.ok(error instanceof ValidationError, String(error));
    assert.deepEqual(
      error.issues.map(({ loc }) => loc),
      [
        ["query", "frist"],
        ["query", "first"],
      ],
    );
  });
});

describe("what is allowed", () => {
  const statuses = async (context, options, targets) => {
    const { baseUrl, requests: received } = await serveUpstream(context);
    const { origin, ask } = await serveProxy(context, { baseUrl, ...options });
    const found = new Map();
    for (const { operation, target, method, body } of targets) {
      const init = method === "POST" ? post(body, { origin }) : {};
      found.set(operation, (await ask(`/registry${target}`, init)).status);
    }
    assert.deepEqual([...found.values()].includes(200), received.length > 0);
    return found;
  };
  const reads = requests.filter(({ method }) => method === "GET");
  const acts = requests.filter(({ method }) => method === "POST");
  const privateReads = new Set([
    "organisations.current",
    "organisations.orders",
    "organisations.creditBalance",
    "organisations.creditBatches",
    "suppliers.current",
    "suppliers.orders",
    "orders.get",
    "orders.deliveries",
    "beneficiaries.list",
    "transferees.list",
    "stripe.configuration",
  ]);

  test("is every public read and no other, unless said otherwise", async (context) => {
    for (const [name, status] of await statuses(context, { authorize: () => true }, reads)) {
      assert.equal(status, privateReads.has(name) ? 403 : 200, name);
    }
    for (const [name, status] of await statuses(context, { authorize: () => true }, acts)) {
      assert.equal(status, 403, name);
    }
  });

  test("is what groups and names say", async (context) => {
    for (const [name, status] of await statuses(context, { allow: ["private-reads"], authorize: () => true }, reads)) {
      assert.equal(status, privateReads.has(name) ? 200 : 403, name);
    }
    const one = await statuses(context, { allow: ["retirements.create"], authorize: () => true }, acts);
    for (const [name, status] of one) {
      assert.equal(status, name === "retirements.create" ? 200 : 403, name);
    }
    for (const [name, status] of await statuses(context, { allow: [] }, reads)) {
      assert.equal(status, 403, name);
    }
  });

  for (const answer of [false, undefined, "yes", 1, {}, Promise.resolve(false)]) {
    test(`is refused when authorize says ${answer instanceof Promise ? "no, later" : JSON.stringify(answer)}`, async (context) => {
      const options = { ...everything, authorize: () => answer };
      for (const [name, status] of await statuses(context, options, acts)) {
        assert.equal(status, 403, name);
      }
      for (const [name, status] of await statuses(context, options, reads)) {
        assert.equal(status, privateReads.has(name) ? 403 : 200, name);
      }
    });
  }

  test("authorize sees what goes on to the registry", async (context) => {
    const { baseUrl, requests } = await serveUpstream(context);
    const asked = [];
    const authorize = (request, operation, input) => asked.push([new URL(request.url).pathname, operation, input]) > 0;
    const { origin, ask } = await serveProxy(context, { ...everything, baseUrl, authorize });
    const body = `{"owner_organisation_id":"${organisation}","beneficiary_organisation_id":"${organisation}",
      "supplier_id":"spl_0123456789ABCDEF","retirement_purposes":["other"],
      "credit_quantity_kg":5,"credit_quantity_kg":9007199254740993}`;
    assert.equal((await ask("/registry/retirements/from_oldest_credits", post(body, { origin }))).status, 200);
    assert.equal((await ask(`/registry/organisations/${organisation}/credit_balance`)).status, 200);
    assert.deepEqual(
      asked.map(([, operation]) => operation),
      ["retirements.createFromOldestCredits", "organisations.creditBalance"],
    );
    assert.equal(asked[0][2].body.credit_quantity_kg, 9007199254740993n);
    assert.ok(Object.isFrozen(asked[0][2]) && Object.isFrozen(asked[0][2].body.retirement_purposes));
    assert.match(requests[0].body, /"credit_quantity_kg":9007199254740993[,}]/);
    assert.equal(asked[1][2].id, organisation);
  });
});

describe("the access token", () => {
  test("may be another one for each visitor, or none", async (context) => {
    const { baseUrl, requests } = await serveUpstream(context, (_, response) => sendJson(response, 200, {}));
    const tokens = { ada: "token-of-ada", bob: "token-of-bob" };
    const { ask } = await serveProxy(context, {
      ...everything,
      baseUrl,
      accessToken: async (request) => tokens[request.headers.get("cookie")],
    });
    for (const cookie of ["ada", "bob", "eve"]) {
      assert.equal((await ask("/registry/organisation", { headers: { cookie } })).status, 200);
    }
    assert.deepEqual(
      requests.map(({ headers }) => headers.authorization),
      ["Bearer token-of-ada", "Bearer token-of-bob", undefined],
    );
  });

  test("is looked up once, and authorize receives its identity", async (context) => {
    const { baseUrl, requests } = await serveUpstream(context);
    let visitor = "ada";
    let lookUps = 0;
    const asked = [];
    const { ask } = await serveProxy(context, {
      ...everything,
      baseUrl,
      accessToken: () => {
        lookUps += 1;
        return { token: `the-token-of-${visitor}`, identity: { name: visitor } };
      },
      authorize: (_, __, { identity }) => {
        asked.push(identity.name);
        visitor = "mallory";
        return true;
      },
    });
    assert.equal((await ask("/registry/organisation")).status, 200);
    assert.deepEqual([asked, lookUps], [["ada"], 1]);
    assert.equal(requests[0].headers.authorization, "Bearer the-token-of-ada");
  });

  test("that is too short to be kept out of answers is refused off loopback", async () => {
    const errors = [];
    const proxy = createProxy({
      baseUrl: "https://registry.example",
      clientSecret,
      accessToken: () => "short",
      // @ts-expect-error the types refuse it
      onError: (/** @type {Error} */ error) => void errors.push(error.message),
    });
    assert.equal((await proxy(new Request("http://localhost/registry/projects"))).status, 500);
    assert.match(errors[0], /12 characters/);
  });

  test("that cannot be found stops the request, and only the server hears why", async (context) => {
    const { baseUrl, requests } = await serveUpstream(context);
    const errors = [];
    for (const accessToken of [
      () => Promise.reject(new Error(`vault: ${clientSecret}`)),
      () => "line\nbreak",
      () => 5,
    ]) {
      const { ask } = await serveProxy(context, {
        baseUrl,
        accessToken,
        onError: (error, operation) => errors.push([error, operation]),
      });
      const { status, text } = await ask("/registry/projects");
      assert.equal(status, 500);
      assert.doesNotMatch(text, /vault|visible/);
    }
    assert.equal(requests.length, 0);
    assert.equal(errors.length, 3);
    assert.equal(errors[0][1], "projects.list");
    assert.equal(errors[0][0].message, "vault: [redacted]");
  });
});

describe("who", () => {
  const body = '{"beneficiary_name":"Ada","beneficiary_domain":"example.com"}';

  test("is called before a body is read, and strangers get a 401", async (context) => {
    const { baseUrl, requests } = await serveUpstream(context);
    for (const nobody of [undefined, null, false, Promise.resolve(undefined)]) {
      const { origin, ask } = await serveProxy(context, { ...everything, baseUrl, who: () => nobody });
      // What would be refused for its content, if anybody looked.
      assert.equal((await ask("/registry/beneficiary", post("no JSON", { origin }))).status, 401);
      assert.equal((await ask("/registry/organisation")).status, 401);
      assert.equal((await ask("/registry/projects")).status, 200);
    }
    assert.ok(requests.every(({ url }) => url.startsWith("/registry/v0/projects")));
  });

  test("is known to authorize", async (context) => {
    const { baseUrl } = await serveUpstream(context);
    const asked = [];
    const { origin, ask } = await serveProxy(context, {
      ...everything,
      baseUrl,
      who: async (request) => request.headers.get("cookie"),
      authorize: (_, __, { who }) => asked.push(who) > 0,
    });
    assert.equal((await ask("/registry/beneficiary", post(body, { origin, cookie: "ada" }))).status, 200);
    assert.deepEqual(asked, ["ada"]);
  });
});

describe("a body with a number that would be rounded", () => {
  const wanted = (kilograms) =>
    `{"owner_organisation_id":"${organisation}","beneficiary_organisation_id":"${organisation}",
      "supplier_id":"spl_0123456789ABCDEF","retirement_purposes":["other"],"credit_quantity_kg":${kilograms}}`;

  for (const kilograms of [
    "1.00000000000000000001",
    "9007199254740993.0",
    "12345678901234567e0",
    "0.99999999999999999999",
  ]) {
    test(`${kilograms} is refused`, async (context) => {
      const { baseUrl, requests } = await serveUpstream(context);
      const { origin, ask } = await serveProxy(context, { ...everything, baseUrl });
      const { status, text } = await ask(
        "/registry/retirements/from_oldest_credits",
        post(wanted(kilograms), { origin }),
      );
      assert.equal(status, 422, text);
      assert.match(text, /exact/);
      assert.equal(requests.length, 0);
    });
  }

  test("is no problem where it is exact, or in text", async (context) => {
    const { baseUrl, requests } = await serveUpstream(context);
    const { origin, ask } = await serveProxy(context, { ...everything, baseUrl });
    for (const kilograms of ["1e3", "1000.000", '1000,"notes":"1.00000000000000000001 \\" 1.00000000000000000001"']) {
      const { status, text } = await ask(
        "/registry/retirements/from_oldest_credits",
        post(wanted(kilograms), { origin }),
      );
      assert.equal(status, 200, text);
    }
    assert.ok(requests.every(({ body }) => body.includes('"credit_quantity_kg":1000')));
  });
});

describe("a stranger's body", () => {
  // Each would take more than twenty seconds if time grew with the square of its length.
  for (const [name, unit] of Object.entries({ digits: "1", "escaped quotation marks": '\\"', zeros: "0." })) {
    test(`of nothing but ${name} is refused at once`, { timeout: 10_000 }, async (context) => {
      const { baseUrl, requests } = await serveUpstream(context);
      const { origin, ask } = await serveProxy(context, { ...everything, baseUrl, authorize: () => false });
      const body = `{"notes":"${unit.repeat(Math.floor(120_000 / unit.length))}`;
      for (const sent of [body, body.replace('"notes":"', '"notes":')]) {
        assert.equal((await ask("/registry/retirements", post(sent, { origin }))).status, 422);
      }
      assert.equal(requests.length, 0);
    });
  }

  test("of decimals as long as there may be is refused at once", { timeout: 10_000 }, async (context) => {
    const { baseUrl } = await serveUpstream(context);
    const { origin, ask } = await serveProxy(context, { ...everything, baseUrl, authorize: () => false });
    const decimal = `0.${"0".repeat(900)}1`;
    const body = `{"notes":[${Array.from({ length: 130 }, () => decimal)}]}`;
    assert.equal((await ask("/registry/retirements", post(body, { origin }))).status, 422);
  });
});

describe("what is wrong with a request", () => {
  test("is reported briefly, however large it is", async (context) => {
    const { baseUrl } = await serveUpstream(context);
    const { origin, ask } = await serveProxy(context, { ...everything, baseUrl, maxBodyBytes: 2 ** 20 });
    const long = "x".repeat(200_000);
    const bodies = [
      `{"credit_batch_quantities":[${Array(43_000).fill("{}").join()}]}`,
      `{${Array.from({ length: 32_000 }, (_, index) => `"${index}":1`).join()}}`,
      `{"${long}":1,"credit_batch_quantities":[{"credit_quantity_kg":${"9".repeat(5000)},"credit_batch_id":"${long}"}]}`,
      `{"retirement_purposes":[${Array.from({ length: 40_000 }, (_, index) => `"${index}"`).join()}]}`,
    ];
    for (const body of bodies) {
      const { status, text, json } = await ask("/registry/retirements", post(body, { origin }));
      assert.equal(status, 422);
      assert.ok(text.length < 16_000, `${text.length} bytes`);
      assert.ok(json.detail.length <= 20, `${json.detail.length} issues`);
    }
  });
});
