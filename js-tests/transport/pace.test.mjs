import assert from "node:assert/strict";
import { test } from "node:test";
import { RateLimitError } from "isometric-registry";
import { clientBy, organisationText, posts, rejection } from "./support.mjs";

const answer = () => new Response(organisationText);
const current = (registry, options) => registry.organisations.current(options);

test("a call that would wait too long rejects before anything is sent", async () => {
  let sent = 0;
  const fetch = () => {
    sent += 1;
    return answer();
  };
  const registry = clientBy(fetch, { requestsPerMinute: { limit: 1, maxWaitMs: 1000 } });
  await current(registry);
  for (const by of [current, posts[0].by]) {
    const error = await rejection(by(registry));
    assert.ok(error instanceof RateLimitError);
    assert.deepEqual([error.status, error.attempts, sent], [429, 0, 1]);
    assert.ok(error.retryAfterMs > 1000 && error.retryAfterMs <= 61_500);
    assert.match(error.message, /requestsPerMinute/);
  }
  assert.equal((await rejection(posts[0].by(registry))).outcome, "not_sent");
});

test("clients made from a client share its pace, unless their address or pace is another", async () => {
  const registry = clientBy(answer, { requestsPerMinute: { limit: 2, maxWaitMs: 1 } });
  await current(registry);
  await current(registry.withOptions({ timeoutMs: 5000 }));
  assert.equal((await rejection(current(registry))).name, "RateLimitError");
  assert.equal((await rejection(current(registry.withOptions({ maxRetries: 0 })))).name, "RateLimitError");
  await current(registry.withOptions({ requestsPerMinute: 2 }));
  await current(registry.withOptions({ baseUrl: "http://127.0.0.1:9/v1" }));
});

test("a wait is told to the hook, and can be given up", async () => {
  const waits = [];
  const hooks = {
    onWait: ({ operation, method, attempt, delayMs }) => waits.push([operation, method, attempt, delayMs]),
  };
  const registry = clientBy(answer, { requestsPerMinute: 60, hooks });
  await Promise.all(Array.from({ length: 20 }, () => current(registry)));
  assert.deepEqual(waits, [], "the burst waits never");

  const controller = new AbortController();
  const waiting = rejection(current(registry, { signal: controller.signal }));
  while (waits.length === 0) {
    await new Promise(setImmediate);
  }
  controller.abort("enough");
  assert.equal(await waiting, "enough");
  const [[operation, method, attempt, delayMs]] = waits;
  assert.deepEqual([operation, method, attempt], ["organisations.current", "GET", 0]);
  assert.ok(delayMs > 0 && delayMs <= 1000);
});

test("without a pace there is none for an address of one's own", async () => {
  const registry = clientBy(answer);
  await Promise.all(Array.from({ length: 200 }, () => current(registry)));
});

test("a pace that is none is refused", () => {
  for (const requestsPerMinute of [
    0,
    1.5,
    "120",
    { limit: 0 },
    {},
    { limit: 5, maxWait: 3 },
    { limit: 5, maxWaitMs: 0 },
  ]) {
    assert.throws(() => clientBy(answer, { requestsPerMinute }), {
      name: "InvalidRequestError",
      message: /requestsPerMinute/,
    });
  }
});
