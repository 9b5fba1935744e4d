import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { InvalidRequestError } from "isometric-registry";
import { createProxy } from "isometric-registry/proxy";
import { accessToken, clientSecret } from "./support.mjs";

const good = { baseUrl: "https://registry.example/v0", clientSecret, accessToken };

const refused = {
  clientSecret: [
    { clientSecret: undefined },
    { clientSecret: "" },
    { clientSecret: "line\nbreak" },
    { clientSecret: "too-short" },
  ],
  accessToken: [{ accessToken: 5 }, { accessToken: "line\nbreak" }],
  baseUrl: [
    { environment: "sandbox" },
    { baseUrl: "/registry" },
    { baseUrl: "ftp://registry.example" },
    { baseUrl: "https://a:b@registry.example" },
  ],
  allow: [{ allow: "public" }, { allow: ["private"] }, { allow: ["retirements.crate"] }, { allow: ["toString"] }],
  authorize: [
    { authorize: true },
    { allow: ["private-reads"] },
    { allow: ["public", "orders.get"] },
    { allow: ["retirements.create"] },
  ],
  who: [{ who: "ada" }],
  origin: [{ origin: "app.example" }, { origin: "https://app.example/" }, { origin: ["https://app.example"] }],
  origins: [
    { origins: ["*"] },
    { origins: ["null"] },
    { origins: ["https://app.example/"] },
    { origins: ["app.example"] },
    { origins: "https://app.example" },
  ],
  basePath: [
    { basePath: "registry" },
    { basePath: "/re gistry" },
    { basePath: "/.." },
    { basePath: "//" },
    { basePath: "/a?b" },
  ],
  maxBodyBytes: [{ maxBodyBytes: 0 }, { maxBodyBytes: 1.5 }, { maxBodyBytes: "1" }],
  timeoutMs: [{ timeoutMs: 0 }],
  requestsPerMinute: [
    { requestsPerMinute: 0 },
    { requestsPerMinute: 1.5 },
    { requestsPerMinute: "120" },
    { requestsPerMinute: { limit: 5 } },
  ],
  publicCacheControl: [{ publicCacheControl: "a\nb" }, { publicCacheControl: 60 }],
  fetch: [{ fetch: "fetch" }],
  maxRetries: [{ maxRetries: 2 }],
  allows: [{ allows: [] }],
};

for (const [path, cases] of Object.entries(refused)) {
  for (const options of cases) {
    test(`${inspect(options)} is refused by name, without a credential in the error`, () => {
      assert.throws(
        // @ts-expect-error the types refuse it
        () => createProxy({ ...good, ...options }),
        (error) => {
          assert.ok(error instanceof InvalidRequestError);
          assert.equal(error.operation, "createProxy");
          assert.deepEqual(
            error.issues.map((issue) => issue.path),
            [path],
          );
          assert.doesNotMatch(inspect(error), /of-the-server|of\\\\the-server/);
          return true;
        },
      );
    });
  }
}

test("credentials do not go over plain http, but on loopback", () => {
  assert.throws(() => createProxy({ ...good, baseUrl: "http://registry.example" }), /clientSecret.*plain http/);
  for (const host of ["127.0.0.1:8080", "localhost", "[::1]:1"]) {
    createProxy({ ...good, baseUrl: `http://${host}/v0` });
  }
});

test("all problems are reported at once", () => {
  assert.throws(
    // @ts-expect-error the types refuse it
    () => createProxy({ environment: "moon", basePath: "x", maxBodyBytes: 0 }),
    ({ issues }) => {
      assert.deepEqual(
        issues.map(({ path }) => path),
        ["environment", "basePath", "maxBodyBytes", "clientSecret"],
      );
      return true;
    },
  );
});
