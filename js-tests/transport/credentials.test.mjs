import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { InvalidRequestError, RegistryClient } from "isometric-registry";
import { clientBy, organisationText, rejection } from "./support.mjs";

const credentials = { clientSecret: "the-client-secret", accessToken: "the-access-token" };

describe("credentials are refused", () => {
  for (const baseUrl of [
    "http://registry.example/v0",
    "http://127.0.0.1.example/v0",
    "http://10.0.0.1/v0",
    "http://localhost.example/v0",
  ]) {
    test(`over plain http: ${baseUrl}`, async () => {
      for (const name of Object.keys(credentials)) {
        assert.throws(
          () => new RegistryClient({ baseUrl, [name]: credentials[name] }),
          (/** @type {Error} */ error) => {
            assert.ok(error instanceof InvalidRequestError);
            assert.equal(error.issues[0].path, name);
            return true;
          },
        );
      }
      assert.throws(() => new RegistryClient({ baseUrl, accessToken: () => "token" }), InvalidRequestError);
      const bare = new RegistryClient({ baseUrl, fetch: () => assert.fail("nothing is to be sent") });
      assert.ok((await rejection(bare.organisations.current({ accessToken: "token" }))) instanceof InvalidRequestError);
    });
  }

  test("not over https, nor to the loopback", () => {
    for (const baseUrl of ["https://registry.example", "http://localhost:1", "http://127.9.9.9", "http://[::1]:5/x"]) {
      new RegistryClient({ baseUrl, ...credentials });
    }
  });

  test("where an address carries some of its own", () => {
    for (const baseUrl of [
      "https://user:pass@registry.example",
      "https://registry.example?token=1",
      "https://registry.example#x",
      "file:///x",
      "/v0?token=1",
      "nonsense",
    ]) {
      assert.throws(
        () => new RegistryClient({ baseUrl }),
        (/** @type {Error} */ error) => {
          assert.ok(!error.message.includes("pass"));
          return error instanceof InvalidRequestError;
        },
      );
    }
  });

  test("and not quoted when they will not do", () => {
    for (const secret of ["with space", "with\nbreak", "ünicode", "", 12345678, {}]) {
      assert.throws(
        // @ts-expect-error the types refuse it
        () => new RegistryClient({ baseUrl: "https://registry.example", clientSecret: secret }),
        (/** @type {Error} */ error) => {
          assert.ok(!/with |nicode|1234/.test(error.message));
          return error instanceof InvalidRequestError;
        },
      );
    }
  });
});

describe("in a page", () => {
  /** Runs code where there is a document and nothing of Node. */
  const inPage = (code) =>
    promisify(execFile)(
      process.execPath,
      [
        "--input-type=module",
        "--eval",
        `
      import { RegistryClient } from "isometric-registry";
      const print = process.stdout.write.bind(process.stdout);
      globalThis.document = {};
      delete globalThis.process;
      const credentials = ${JSON.stringify(credentials)};
      const attempt = (options) => { try { new RegistryClient(options); return "made"; } catch (error) { return error.name + " " + error.issues?.map(({ path }) => path); } };
      ${code}
    `,
      ],
      { cwd: import.meta.dirname },
    ).then(({ stdout }) => stdout);

  test("both credentials are refused, unless it is said to be meant or they stay on the machine", async () => {
    const printed = await inPage(`print(JSON.stringify([
      attempt({ baseUrl: "https://registry.example", ...credentials }),
      attempt({ baseUrl: "https://registry.example", clientSecret: "s-of-the-page" }),
      attempt({ environment: "sandbox", clientSecret: "s-of-the-page" }),
      attempt({ baseUrl: "https://registry.example", ...credentials, dangerouslyAllowBrowser: true }),
      attempt({ baseUrl: "http://registry.example", ...credentials, dangerouslyAllowBrowser: true }),
      attempt({ baseUrl: "http://localhost:3000", ...credentials }),
      attempt({ baseUrl: "https://registry.example" }),
    ]));`);
    assert.deepEqual(JSON.parse(printed), [
      "InvalidRequestError clientSecret,accessToken",
      "InvalidRequestError clientSecret",
      "InvalidRequestError clientSecret",
      "made",
      "InvalidRequestError clientSecret,accessToken",
      "made",
      "made",
    ]);
  });

  test("no User-Agent is set, and a call's own token is refused too", async () => {
    const printed = await inPage(`
      const body = ${JSON.stringify(organisationText)};
      let headers;
      const registry = new RegistryClient({ baseUrl: "https://registry.example", fetch: async (_, init) => { headers = init.headers; return new Response(body); } });
      await registry.organisations.current();
      const refused = await registry.organisations.current({ accessToken: "t" }).catch((error) => error.name);
      print(JSON.stringify([Object.keys(headers), refused]));`);
    assert.deepEqual(JSON.parse(printed), [["Accept"], "InvalidRequestError"]);
  });
});

test("a client shows nothing of its credentials", async () => {
  const { inspect } = await import("node:util");
  const registry = clientBy(async () => new Response(organisationText), credentials);
  await registry.organisations.current();
  const shown = [inspect(registry, { depth: 9, showHidden: true }), JSON.stringify(registry), String(registry)].join();
  for (const secret of Object.values(credentials)) {
    assert.ok(!shown.includes(secret));
  }
});

test("a credential in the wrong place is not quoted", () => {
  for (const wrong of [
    { environment: credentials.clientSecret },
    { timeoutMs: credentials.accessToken },
    { fetch: "x".repeat(40) },
  ]) {
    assert.throws(
      // @ts-expect-error the types refuse it
      () => new RegistryClient({ ...credentials, ...wrong }),
      (/** @type {Error} */ error) => {
        assert.ok(!/the-client-secret|the-access-token|xxx/.test(error.message));
        return error instanceof InvalidRequestError;
      },
    );
  }
});
