import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DecodeError, InvalidRequestError, ServerError } from "isometric-registry";
import { recording } from "./contract/recorder.mjs";

const refused = (error) =>
  error instanceof InvalidRequestError && error.outcome === (error.method === "GET" ? null : "not_sent");

describe("client.request", () => {
  test("sends a query in the caller's order", async () => {
    const { registry, requests } = recording("[]");
    const query = {
      status: ["active", "split"],
      "odd name&": "a b+c/ü",
      from: new Date(0),
      big: 2n ** 63n,
      count: 1.5,
      flag: false,
      empty: "",
      none: undefined,
      nothing: null,
      list: [],
    };
    await registry.request({ method: "GET", path: "/new/thing", query });
    assert.equal(
      requests[0].url,
      "https://registry.test/v0/new/thing?status=active&status=split&odd+name%26=a+b%2Bc%2F%C3%BC" +
        "&from=1970-01-01T00%3A00%3A00.000Z&big=9223372036854775808&count=1.5&flag=false&empty=",
    );
    assert.equal(requests[0].method, "GET");
    assert.equal(requests[0].body, undefined);
  });

  test("sends bigints as integers and gives them back where a number is not exact", async () => {
    const { registry, requests } = recording('{"kilograms":9007199254740993,"count":3,"share":0.5}');
    const body = { credit_kg: 9007199254740993n, items: [1n, { deep: -5n }], note: "ü", gone: undefined };
    const answer = await registry.request({ method: "POST", path: "/new", body });
    assert.equal(requests[0].method, "POST");
    assert.equal(requests[0].body, '{"credit_kg":9007199254740993,"items":[1,{"deep":-5}],"note":"ü"}');
    assert.equal(new Headers(requests[0].headers).get("content-type"), "application/json");
    assert.deepEqual(answer, { kilograms: 9007199254740993n, count: 3, share: 0.5 });
  });

  test("gives null for an empty body and for null", async () => {
    for (const text of ["", "null"]) {
      assert.equal(await recording(text).registry.request({ method: "POST", path: "/new" }), null);
    }
  });

  for (const text of ["<html></html>", "{", " ", "1 2"]) {
    test(`refuses the answer ${JSON.stringify(text)}, which is not JSON`, async () => {
      const { registry } = recording(text);
      await assert.rejects(registry.request({ method: "GET", path: "/new" }), (error) => {
        assert.ok(error instanceof DecodeError);
        assert.equal(error.status, 200);
        assert.equal(error.body, text);
        return true;
      });
    });
  }

  test("takes a query of pairs in their order, repetitions included", async () => {
    /** @type {[string, string][]} */
    const pairs = [
      ["status", "active"],
      ["first", "1"],
      ["status", "split"],
    ];
    for (const query of [new URLSearchParams(pairs), pairs]) {
      const { registry, requests } = recording("[]");
      await registry.request({ method: "GET", path: "/new", query });
      assert.equal(requests[0].url, "https://registry.test/v0/new?status=active&first=1&status=split");
    }
    const { registry, requests } = recording("[]");
    await registry.request({ method: "GET", path: "/new", query: new Map([["first", 1]]) });
    assert.equal(requests[0].url, "https://registry.test/v0/new?first=1");
  });

  for (const method of /** @type {const} */ (["PUT", "PATCH", "DELETE"])) {
    test(`sends a ${method} once`, async () => {
      const { registry, requests } = recording(() => new Response("", { status: 503 }));
      await assert.rejects(registry.request({ method, path: "/new" }), ServerError);
      assert.equal(requests.length, 1);
    });
  }

  const paths = [
    "projects",
    "",
    "//evil.test/projects",
    "///evil.test",
    "https://evil.test/v0/projects",
    "\\\\evil.test\\x",
    "/\\evil.test/../../x",
    "/../x",
    "/..",
    "/a/../../x",
    "/../v0evil/x",
    "/..\\x",
    "/a/..",
    "/a/../a",
    "/a/./b",
    "/.",
    "/a\tb",
    "/a\nb",
    "/a\rb",
    "/a\u0000b",
    "/a ",
    "/a\\b",
    "/a%2eb",
    "/.\t./x",
    "/%2e%2e/x",
    "/%2E./x",
    "/a/%2e%2E/%2e%2e/x",
    "/..%2fx",
    "/a%2f..%2f..%2fx",
    "/a%5c..%5c..%5cx",
    "/..;/x",
    "/a/.;v=1/x",
    "/%252e%252e/x",
    "/a%252fb",
    "/%c0%ae%c0%ae/x",
    "/\ud800",
    "/%",
    "/%zz",
    "/a%00",
    "/a%0d%0ab",
    "/%09",
    "/%7f",
    "/a%2500",
    "/projects?first=1",
    "/projects#top",
    5,
    null,
    undefined,
    ["/projects"],
    { toString: () => "/projects" },
  ];
  for (const path of paths) {
    test(`refuses the path ${JSON.stringify(path)}`, async () => {
      const { registry, requests } = recording("{}");
      // @ts-expect-error the types refuse it
      await assert.rejects(registry.request({ method: "GET", path }), refused);
      assert.deepEqual(requests, []);
    });
  }

  test("keeps every other path under the base URL", async () => {
    for (const [path, sent] of [
      ["/a b/ü", "/v0/a%20b/%C3%BC"],
      ["/@evil.test/", "/v0/@evil.test/"],
      ["/:80", "/v0/:80"],
      ["/a//b", "/v0/a//b"],
      ["/a%20b/%C3%BC", "/v0/a%20b/%C3%BC"],
      ["/100%25/a;v=1", "/v0/100%25/a;v=1"],
      ["/..a/a..", "/v0/..a/a.."],
    ]) {
      const { registry, requests } = recording("{}");
      await registry.request({ method: "GET", path });
      assert.equal(requests[0].url, `https://registry.test${sent}`);
    }
  });

  test("works without a path in the base URL", async () => {
    const { registry, requests } = recording("{}", { baseUrl: "https://registry.test" });
    await registry.request({ method: "GET", path: "/projects" });
    assert.equal(requests[0].url, "https://registry.test/projects");
    await assert.rejects(registry.request({ method: "GET", path: ".evil.test/projects" }), refused);
    await assert.rejects(registry.request({ method: "GET", path: "@evil.test/projects" }), refused);
  });

  const wrong = {
    "an unknown method": { method: "TRACE", path: "/a" },
    "a method in small letters": { method: "get", path: "/a" },
    "no method": { path: "/a" },
    "the body of a GET": { method: "GET", path: "/a", body: {} },
    "a misspelt part": { method: "POST", path: "/a", bodi: {} },
    nothing: undefined,
    null: null,
    "a query that is no object": { method: "GET", path: "/a", query: "first=1" },
    "an object as the value of a query": { method: "GET", path: "/a", query: { filter: { a: 1 } } },
    "an invalid Date": { method: "GET", path: "/a", query: { from: new Date(Number.NaN) } },
    "a Date beyond what four digits of a year hold": { method: "GET", path: "/a", query: { from: new Date(8.64e15) } },
    "a parameter that names another method": { method: "GET", path: "/a", query: { _method: "DELETE" } },
    "one that does for some servers": { method: "GET", path: "/a", query: { "_Method[]": "DELETE" } },
    "one as PHP spells it": { method: "GET", path: "/a", query: [[" .method", "DELETE"]] },
    "a query that is a list of texts": { method: "GET", path: "/a", query: ["first=1"] },
    "parts in a Map": new Map([["method", "GET"]]),
    "a body that is no JSON": { method: "POST", path: "/a", body: () => {} },
  };
  for (const [what, request] of Object.entries(wrong)) {
    test(`refuses ${what}`, async () => {
      const { registry, requests } = recording("{}");
      const call = registry.request(request);
      await assert.rejects(call, refused);
      assert.deepEqual(requests, []);
    });
  }

  test("rejects, and does not throw, where a body cannot be read", async () => {
    const { registry, requests } = recording("{}");
    const circular = {};
    circular.self = circular;
    const throwing = {
      get a() {
        throw new Error("no");
      },
    };
    for (const body of [circular, throwing]) {
      const call = registry.request({ method: "POST", path: "/a", body });
      await assert.rejects(call);
    }
    assert.deepEqual(requests, []);
  });
});

describe("readOnly", () => {
  test("refuses every operation that acts, and sends the rest", async () => {
    const { registry, requests } = recording("null", { readOnly: true });
    for (const method of /** @type {const} */ (["POST", "PUT", "PATCH", "DELETE"])) {
      await assert.rejects(registry.request({ method, path: "/a", body: {} }), (/** @type {Error} */ error) => {
        assert.ok(refused(error));
        assert.match(error.message, /readOnly/);
        return true;
      });
    }
    await registry.request({ method: "GET", path: "/a" });
    assert.equal(requests.length, 1);
  });
});
