import assert from "node:assert/strict";
import { test } from "node:test";
import { fromJson, isOutcomeUnknown, RegistryError } from "isometric-registry";
import { untyped } from "../untyped.mjs";
import { exhaust, memories } from "./core.mjs";
import { clientBy, deferred, organisationText, posts, rejection } from "./support.mjs";

/** An organisation with a note of so many MiB. One of 24 or more is more than what an exhausted core has left. */
const large = (size) => JSON.stringify({ ...JSON.parse(organisationText), note: "x".repeat(size * 1024 * 1024) });

const [post] = posts;

/** A client whose requests, all of which it keeps, are answered by hand. */
function byHand(options) {
  const sent = [];
  const fetch = (url, { method, signal }) => {
    const request = { url, method, signal, ...deferred() };
    signal.addEventListener("abort", () => request.reject(signal.reason));
    sent.push(request);
    return request.promise;
  };
  return { registry: clientBy(fetch, options), sent };
}

async function turns(count) {
  for (let left = count; left > 0; left -= 1) {
    await new Promise(setImmediate);
  }
}

/** Waits until so many requests of a client have been sent. */
async function sentOf(sent, count) {
  for (let left = 1_000; sent.length < count && left > 0; left -= 1) {
    await new Promise(setImmediate);
  }
  assert.equal(sent.length, count);
}

/** Lets the core die of the answer to a call, which is made first. */
async function kill(call = (registry) => registry.organisations.current(), status = 200) {
  const { registry, sent } = byHand();
  const killer = rejection(call(registry));
  await sentOf(sent, 1);
  exhaust();
  sent[0].resolve(new Response(large(24), { status }));
  return killer;
}

/** Asserts that an error says that the core died, and what is known of its request. */
function assertTrapped(error, { method, outcome }) {
  assert.ok(error instanceof RegistryError);
  assert.equal(error.name, "RegistryError");
  assert.match(error.message, /WebAssembly/);
  assert.ok(error.cause instanceof WebAssembly.RuntimeError);
  assert.deepEqual({ method: error.method, outcome: error.outcome }, { method, outcome });
  assert.equal(isOutcomeUnknown(error), method === "POST" && outcome === "unknown");
}

async function assertWorks() {
  const { name } = await clientBy(() => new Response(organisationText)).organisations.current();
  assert.equal(name, JSON.parse(organisationText).name);
}

test("a call whose answer kills the core rejects with what is known of it, and the next call works", async () => {
  await assertWorks();
  const before = memories.length;
  assertTrapped(await kill(), { method: "GET", outcome: null });
  await assertWorks();
  assert.equal(memories.length, before + 1);
  // The registry has said that it acted, though what it says cannot be read.
  assertTrapped(await kill(post.by, 201), { method: "POST", outcome: "applied" });
  await assertWorks();
  assert.equal(memories.length, before + 2);
});

test("when the core dies, each other call rejects at its next event with the outcome of its phase", async () => {
  const tokens = [deferred(), deferred()];
  const looking = tokens.map(({ promise }) =>
    clientBy(() => assert.fail("nothing is to be sent"), { accessToken: () => promise }),
  );
  const { registry, sent } = byHand();
  const begin = async (call) => {
    const { length } = sent;
    const outcome = rejection(call(registry));
    await sentOf(sent, length + 1);
    return { outcome, request: sent[length] };
  };
  const read = await begin((client) => client.organisations.current());
  const applied = await begin(post.by);
  const failed = await begin(post.by);
  const limited = await begin(post.by);
  const [unsent, unsentToo] = looking.map((client) => rejection(post.by(client)));
  await turns(5);

  await kill();
  // Nobody else has been told anything yet, and nobody's request is cancelled.
  const settled = new Set();
  for (const call of [read.outcome, applied.outcome, failed.outcome, limited.outcome, unsent, unsentToo]) {
    void call.then(() => settled.add(call));
  }
  await turns(5);
  assert.equal(settled.size, 0);
  assert.ok(sent.every(({ signal }) => !signal.aborted));
  // Others work meanwhile, in a fresh copy of the core.
  await assertWorks();

  const answer = new Response(organisationText, { status: 201 });
  applied.request.resolve(answer);
  assertTrapped(await applied.outcome, { method: "POST", outcome: "applied" });
  // It is not left open: it has been read, or given up.
  assert.ok(answer.bodyUsed || applied.request.signal.aborted);
  failed.request.reject(new TypeError("fetch failed"));
  assertTrapped(await failed.outcome, { method: "POST", outcome: "unknown" });
  assert.ok((await failed.outcome).url.endsWith("/deliveries"));
  read.request.resolve(new Response(organisationText));
  assertTrapped(await read.outcome, { method: "GET", outcome: null });
  tokens[0].resolve("the/access+token");
  assertTrapped(await unsent, { method: "POST", outcome: "not_sent" });
  tokens[1].reject(new Error("no token"));
  assert.equal((await unsentToo).outcome, "not_sent");

  // The dead copy sends nothing again.
  limited.request.resolve(new Response("{}", { status: 429, headers: { "retry-after": "0" } }));
  assert.match((await limited.outcome).outcome, /^(rejected|unknown)$/);
  await turns(20);
  assert.equal(sent.length, 4);

  const again = registry.organisations.current();
  await sentOf(sent, 5);
  sent[4].resolve(new Response(large(4)));
  assert.equal(untyped(await again).note.length, 4 * 1024 * 1024);
});

test("a time-out and an abort end a call whose core is dead", async () => {
  const { registry, sent } = byHand({ timeoutMs: 200, maxRetries: 0 });
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new Error("changed my mind");
  const late = rejection(post.by(registry));
  const request = /** @type {const} */ ({ method: "POST", path: "/deliveries", body: {} });
  const aborted = rejection(registry.request(request, { signal, timeoutMs: 60_000 }));
  await sentOf(sent, 2);
  await kill();
  controller.abort(reason);
  for (const error of [await aborted, await late]) {
    assert.ok(error instanceof RegistryError);
    assert.deepEqual([error.method, error.outcome], ["POST", "unknown"]);
  }
  assert.ok(sent.every(({ signal: own }) => own.aborted));
  await assertWorks();
});

test("stored text that kills the core rejects, and the next is read", async (t) => {
  await assertWorks();
  // At the last moment: a core that is exhausted before is replaced.
  const { encode } = TextEncoder.prototype;
  const exhausting = function (text) {
    exhaust();
    return encode.call(this, text);
  };
  t.mock.method(TextEncoder.prototype, "encode", exhausting, { times: 1 });
  const error = await rejection(fromJson("Organisation", large(40)));
  assert.deepEqual([error.name, error.operation, error.outcome], ["RegistryError", "fromJson", "not_sent"]);
  assert.equal(untyped(await fromJson("Organisation", large(40))).note.length, 40 * 1024 * 1024);
});
