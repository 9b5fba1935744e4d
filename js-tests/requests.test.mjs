import assert from "node:assert/strict";
import { test } from "node:test";
import { DecodeError, fromJson, NotFoundError } from "isometric-registry";
import { calls } from "./contract/calls.mjs";
import { exampleText } from "./contract/examples.mjs";
import { operations } from "./contract/package.mjs";
import { recording } from "./contract/recorder.mjs";

test("every operation is called", () => {
  assert.deepEqual(new Set(calls.map(({ operation }) => operation)), new Set(Object.keys(operations)));
});

for (const { operation, request, body, answer, by } of calls) {
  test(`${operation} sends ${request.split("?")[0]} and gives ${answer}`, async () => {
    const text = exampleText("full", answer);
    const { registry, requests } = recording(text);
    const result = await by(registry);
    const [{ method, url, headers, body: sent = null }] = requests;
    assert.equal(requests.length, 1);
    assert.equal(`${method} ${url}`, request.replace(" /", " https://registry.test/v0/"));
    assert.equal(sent, body);
    assert.equal(new Headers(headers).get("content-type"), body === null ? null : "application/json");
    assert.deepEqual({ ...result }, { ...(await fromJson(answer, text)) });
  });
}

test("null is the answer of three operations, and of no other", async () => {
  const nullable = ["organisations.get", "suppliers.get", "projects.get"];
  for (const { operation, by } of calls) {
    const answer = async () => by(recording("null").registry);
    if (nullable.includes(operation)) {
      assert.equal(await answer(), null, operation);
    } else {
      await assert.rejects(answer, DecodeError, operation);
    }
  }
});

test("a 404 is null where it is documented, and an error elsewhere", async () => {
  const missing = () => new Response('{"detail":"Not Found"}', { status: 404 });
  for (const { operation, by } of calls) {
    const answer = async () => by(recording(missing).registry);
    if (operation === "stripe.configuration") {
      assert.equal(await answer(), null);
    } else {
      await assert.rejects(answer, NotFoundError, operation);
    }
  }
});
