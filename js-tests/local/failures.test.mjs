import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { isOutcomeUnknown } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import { clientOf, headersOf, retirement, startServer } from "./command.mjs";
import { now } from "./support.mjs";

const rejection = (promise) => promise.then(assert.fail, (error) => error);

/** How many kilograms a client's organisation has retired. */
async function retired(registry) {
  const { id } = await registry.organisations.current();
  const { total } = await registry.organisations.creditBalance(id);
  return total.retired_credits_total.credit_kgs;
}

/** A registry that is opened again and again from where it was, with failures or without. */
const places = {
  "in process": async () => {
    let state;
    return async (kind) => {
      const local = await createLocalRegistry({ now, state, failures: kind && { [kind]: 1 } });
      return { server: { ...local, options: { fetch: local.fetch } }, close: () => (state = local.save()) };
    };
  },
  "over HTTP": async (t) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "registry-failures-"));
    t.after(() => rm(folder, { recursive: true }));
    return async (kind) => {
      const server = await startServer(
        t,
        "--state",
        path.join(folder, "state"),
        ...(kind ? ["--fail", `${kind}:1`] : []),
      );
      const close = () => {
        server.child.kill("SIGINT");
        return server.ended;
      };
      return { server, close };
    };
  },
};

for (const [place, prepare] of Object.entries(places)) {
  describe(place, () => {
    for (const [kind, name, acts] of [
      ["before", "NetworkError", false],
      ["after", "NetworkError", true],
      ["stall", "TimeoutError", true],
    ]) {
      test(`${kind}: the outcome is unknown, and the registry has ${acts ? "" : "not "}acted`, async (t) => {
        const open = await prepare(t);
        const meet = async (failure, work) => {
          const { server, close } = await open(failure);
          const result = await work(
            clientOf(server, "buyer", { ...server.options, timeoutMs: failure === "stall" ? 300 : 30_000 }),
          );
          await close();
          return result;
        };
        const [body, before] = await meet(undefined, async (registry) => [
          await retirement(registry, 1000n),
          await retired(registry),
        ]);
        const error = await meet(kind, (registry) => rejection(registry.retirements.createFromOldestCredits(body)));
        assert.deepEqual([error.name, error.outcome, isOutcomeUnknown(error)], [name, "unknown", true]);
        assert.equal(await meet(undefined, retired), before + (acts ? 1000n : 0n));
      });
    }
  });
}

test("which requests fail follows from the seed, as often as was asked", async () => {
  const ends = async (seed) => {
    const { fetch, baseUrl } = await createLocalRegistry({
      seed,
      now,
      empty: true,
      failures: { before: 0.2, after: 0.2 },
    });
    const outcomes = Array.from({ length: 500 }, () =>
      fetch(`${baseUrl}/projects`).then(
        () => "answer",
        (error) => error.cause.code,
      ),
    );
    return Promise.all(outcomes);
  };
  const [one, same, other] = [await ends("one"), await ends("one"), await ends("other")];
  assert.deepEqual(one, same);
  assert.notDeepEqual(one, other);
  const failed = one.filter((end) => end === "ECONNRESET").length;
  assert.ok(failed > 150 && failed < 250, `${failed} of 500`);
});

test("an abort ends a request with the signal's reason, and leaves nothing on the signal", async () => {
  const local = await createLocalRegistry({ now });
  const url = `${local.baseUrl}/organisation`;
  const headers = headersOf(local.accounts[0]);
  const controller = new AbortController();
  const { signal } = controller;
  assert.equal((await local.fetch(url, { headers, signal })).status, 200);
  assert.equal((await local.fetch(new Request(url, { headers, signal }))).status, 200);
  assert.equal(getEventListeners(signal, "abort").length, 1); // that of the Request
  const silent = await createLocalRegistry({ now, failures: { stall: 1 } });
  const stalled = [silent.fetch(url, { headers, signal }), silent.fetch(new Request(url, { headers, signal }))];
  const reason = new Error("enough");
  controller.abort(reason);
  for (const promise of stalled) {
    assert.equal(await rejection(promise), reason);
  }
  assert.equal(await rejection(local.fetch(url, { headers, signal })), reason);
});

test("fetch sends what a fetch would send", async () => {
  const local = await createLocalRegistry({ now });
  const headers = headersOf(local.accounts[0]);
  const url = `${local.baseUrl}/beneficiary`;
  const body = JSON.stringify({ beneficiary_name: "Ada", beneficiary_domain: "ada.example" });
  const json = { ...headers, "content-type": "application/json" };
  assert.equal((await local.fetch(url, { method: "post", headers, body })).status, 422); // text/plain
  assert.equal((await local.fetch(new URL(url), { method: "POST", headers: new Headers(json), body })).status, 200);
  assert.equal((await local.fetch(new Request(url, { method: "POST", headers: json, body }))).status, 409);
  await assert.rejects(local.fetch("/registry/v0/projects"), TypeError);
  await assert.rejects(local.fetch(url, { headers, body }), TypeError);
});
