import assert from "node:assert/strict";
import { test } from "node:test";
import { isOutcomeUnknown, RegistryError } from "isometric-registry";
import { exhaust, memories } from "./core.mjs";
import { clientBy, deferred, organisationText, posts, rejection } from "./support.mjs";

/** An organisation with a note of so many MiB. */
const large = (size) => JSON.stringify({ ...JSON.parse(organisationText), note: "x".repeat(size * 1024 * 1024) });

const current = (fetch) => clientBy(fetch, { maxResponseBytes: 64 * 1024 * 1024 }).organisations.current();

test("when the core dies, each call in flight ends with the outcome of its phase, and the next call works", async () => {
  const token = deferred();
  const answers = [deferred(), deferred(), deferred()];
  let started = 0;
  const flying = clientBy(() => answers[started++].promise);
  const calls = [
    clientBy(() => assert.fail("nothing is to be sent"), { accessToken: () => token.promise }),
    flying,
    flying,
  ].map((client) => rejection(posts[0].by(client)));
  const read = rejection(flying.organisations.current());
  while (started < 3) {
    await new Promise(setImmediate);
  }

  // The core has no memory left for what comes.
  const killer = await rejection(
    current(() => {
      exhaust();
      return new Response(large(8));
    }),
  );
  assert.ok(killer instanceof RegistryError);
  assert.ok(killer.cause instanceof WebAssembly.RuntimeError);

  token.resolve("late");
  answers[0].resolve(new Response(large(0), { status: 201 }));
  answers[1].reject(new TypeError("fetch failed"));
  answers[2].resolve(new Response("{}"));
  const [unsent, applied, unknown] = await Promise.all(calls);
  for (const error of [unsent, applied, unknown]) {
    assert.equal(error.name, "RegistryError");
    assert.match(error.message, /WebAssembly/);
    assert.equal(error.method, "POST");
    assert.ok(error.url.endsWith("/deliveries"));
  }
  assert.deepEqual(
    [unsent, applied, unknown].map(({ outcome }) => outcome),
    ["not_sent", "applied", "unknown"],
  );
  assert.deepEqual([unsent, applied, unknown].map(isOutcomeUnknown), [false, false, true]);
  assert.equal((await read).method, "GET");

  assert.equal((await current(() => new Response(organisationText))).name, JSON.parse(organisationText).name);
  assert.equal(memories.length, 2);
});

test("a core that has grown by a large body is replaced", async () => {
  await current(() => new Response(organisationText));
  const before = memories.length;
  assert.equal((await current(() => new Response(large(40)))).note.length, 40 * 1024 * 1024);
  assert.ok(memories.at(-1).buffer.byteLength > 64 * 1024 * 1024);
  await current(() => new Response(organisationText));
  assert.equal(memories.length, before + 1);
  assert.ok(memories.at(-1).buffer.byteLength < 4 * 1024 * 1024);
});
