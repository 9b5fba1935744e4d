import assert from "node:assert/strict";
import { test } from "node:test";
import { createLocalRegistry } from "isometric-registry/local";
import { serve } from "isometric-registry/serve";
import { credentials, page, run, serveAnswers } from "./support.mjs";

test("without credentials it says in three lines what to set and how to try it", async () => {
  for (const words of ["projects list", "organisations current", "credit-batches get ctb_0123456789ABCDEF"]) {
    const { status, stdout, stderr } = await run(words);
    assert.deepEqual([status, stdout], [2, ""]);
    const lines = stderr.trimEnd().split("\n");
    assert.equal(lines.length, 3);
    assert.match(stderr, /ISOMETRIC_CLIENT_SECRET.*ISOMETRIC_ACCESS_TOKEN.*--local.*isometric-registry serve/s);
  }
});

test("the credentials of the environment go to the given address, whose host is printed first", async (t) => {
  const one = await serveAnswers(t, () => page([]));
  const other = await serveAnswers(t, () => page([]));
  const named = await run(["projects", "list", "--base-url", one.baseUrl], {
    env: { ...credentials, ISOMETRIC_BASE_URL: other.baseUrl, ISOMETRIC_ENVIRONMENT: "production" },
  });
  assert.equal(named.status, 0);
  assert.equal(named.stderr, `using ${one.host}\n`);
  assert.equal(one.requests[0].headers["x-client-secret"], credentials.ISOMETRIC_CLIENT_SECRET);
  assert.equal(one.requests[0].headers.authorization, `Bearer ${credentials.ISOMETRIC_ACCESS_TOKEN}`);
  assert.equal(other.requests.length, 0);
  const fromEnvironment = await run("projects list", { env: { ...credentials, ISOMETRIC_BASE_URL: other.baseUrl } });
  assert.equal(fromEnvironment.stderr, `using ${other.host}\n`);
});

test("a proxy needs no credentials of the environment", async (t) => {
  const { baseUrl, requests } = await serveAnswers(t, () => page([]));
  assert.equal((await run(["projects", "list", "--base-url", baseUrl])).status, 0);
  assert.equal(requests[0].headers["x-client-secret"], undefined);
});

test("credentials are not sent over plain http, nor printed, nor taken from the command line", async () => {
  const plain = await run("projects list --base-url http://registry.example/v0", { env: credentials });
  const typed = await run("projects list --client-secret typed-secret --local", { env: credentials });
  const equals = await run("projects list --access-token=typed-secret --local", { env: credentials });
  for (const { status, stdout, stderr } of [plain, typed, equals]) {
    assert.deepEqual([status, stdout], [2, ""]);
    assert.doesNotMatch(stderr, /-of-the-environment|typed-secret/);
  }
  assert.match(plain.stderr, /not sent over plain http/);
  assert.match(typed.stderr, /credentials come from the environment only/);
});

test("a missing access token is reported", async (t) => {
  const served = await serve(await createLocalRegistry());
  t.after(() => served.close());
  const { accounts } = await createLocalRegistry();
  const env = { ISOMETRIC_CLIENT_SECRET: accounts[0].clientSecret, ISOMETRIC_BASE_URL: served.baseUrl };
  const { status, stderr } = await run("organisations current", { env });
  assert.equal(status, 1);
  assert.match(stderr, /GET \/organisation needs an access token: set ISOMETRIC_ACCESS_TOKEN/);
});
