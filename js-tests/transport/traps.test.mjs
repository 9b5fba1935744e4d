import assert from "node:assert/strict";
import { test } from "node:test";
import { fromJson, isOutcomeUnknown, RegistryError } from "isometric-registry";
import { exhaust, memories } from "./core.mjs";
import { clientBy, organisationText, posts, rejection } from "./support.mjs";

/** An organisation with a note of so many MiB: more than what an exhausted core has left. */
const large = (size) => JSON.stringify({ ...JSON.parse(organisationText), note: "x".repeat(size * 1024 * 1024) });

test("when the core dies, what is in flight rejects with its outcome, and the next call works", async () => {
  const started = [];
  const hanging = (url, { method, signal }) => new Promise((resolve) => started.push({ url, method, signal, resolve }));
  const busy = clientBy(hanging);
  const waiting = clientBy(() => assert.fail("nothing is to be sent"), {
    accessToken: () => new Promise(() => {}),
  });
  const calls = [busy.organisations.current(), posts[0].by(busy), posts[0].by(waiting)].map(rejection);
  while (started.length < 2) {
    await new Promise(setImmediate);
  }

  exhaust();
  const killer = await rejection(clientBy(() => new Response(large(8))).organisations.current());
  assert.ok(killer instanceof RegistryError);
  assert.ok(killer.cause instanceof WebAssembly.RuntimeError);

  const [read, act, unsent] = await Promise.all(calls);
  for (const error of [read, act, unsent]) {
    assert.equal(error.name, "RegistryError");
    assert.match(error.message, /WebAssembly/);
  }
  assert.deepEqual([read.outcome, act.outcome, unsent.outcome], ["unknown", "unknown", "not_sent"]);
  assert.deepEqual([read.method, act.method, unsent.method], ["GET", "POST", "POST"]);
  assert.deepEqual([read, act, unsent].map(isOutcomeUnknown), [false, true, false]);
  assert.ok(act.url.endsWith("/deliveries"));
  assert.ok(started.every(({ signal }) => signal.aborted));

  // What comes too late goes nowhere: the dead copy does nothing more.
  for (const { resolve } of started) {
    resolve(new Response("{}", { status: 429, headers: { "retry-after": "0" } }));
  }
  await new Promise((after) => setTimeout(after, 20));
  assert.equal(started.length, 2);

  assert.equal(
    (await clientBy(() => new Response(organisationText)).organisations.current()).name,
    JSON.parse(organisationText).name,
  );
  assert.equal(memories.length, 2);
  const again = busy.organisations.current();
  while (started.length < 3) {
    await new Promise(setImmediate);
  }
  started[2].resolve(new Response(large(8)));
  assert.equal((await again).note.length, 8 * 1024 * 1024);
});

test("stored text that kills the core rejects, and the next is read", async () => {
  exhaust();
  const error = await rejection(fromJson("Organisation", large(32)));
  assert.deepEqual([error.name, error.operation, error.outcome], ["RegistryError", "fromJson", "not_sent"]);
  assert.equal((await fromJson("Organisation", large(32))).note.length, 32 * 1024 * 1024);
});
