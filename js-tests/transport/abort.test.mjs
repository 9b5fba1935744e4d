import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { isOutcomeUnknown, RegistryError } from "isometric-registry";
import {
  clientBy,
  clientOf,
  countingSignal,
  deferred,
  json,
  organisationText,
  posts,
  rejection,
  serve,
} from "./support.mjs";

const reasons = {
  "a string": "enough",
  null: null,
  "a number": 0,
  "an object without a prototype": Object.create(null),
  "an error of another realm": runInNewContext("new TypeError('elsewhere')"),
  "a frozen object": Object.freeze({ code: 7 }),
  "a function": () => {},
  "a symbol": Symbol("enough"),
};

const get = (registry, options) => registry.organisations.current(options);

/** Creates a retirement. */
const post = (registry, signal) =>
  registry.beneficiaries.create({ beneficiary_name: "A", beneficiary_domain: "a.example" }, { signal });

/** A call of each kind that is given up with each reason at one stage. */
function everyReason(stage, start, check) {
  describe(stage, () => {
    for (const [name, reason] of [...Object.entries(reasons), ["undefined", undefined]]) {
      for (const act of [false, true]) {
        test(`${act ? "an act" : "a read"}, with ${name}`, async (t) => {
          const counting = countingSignal();
          const abort = () => counting.controller.abort(reason);
          const call = (registry) =>
            act ? post(registry, counting.signal) : get(registry, { signal: counting.signal });
          const error = await rejection(start(t, call, abort));
          // `undefined` leaves the reason to the runtime: a DOMException.
          check(error, counting.signal.reason, act);
          assert.equal(counting.left(), 0);
        });
      }
    }
  });
}

const isReason = (error, reason) => assert.ok(Object.is(error, reason));

const isUnknown = (outcome) => (error, reason, act) => {
  if (!act) {
    isReason(error, reason);
    return;
  }
  assert.ok(error instanceof RegistryError);
  assert.deepEqual(
    [error.name, error.outcome, isOutcomeUnknown(error)],
    ["AbortError", outcome, outcome === "unknown"],
  );
  // An error has no cause rather than an undefined one.
  assert.ok(Object.is(error.cause, reason ?? undefined) || reason === null);
};

everyReason(
  "before the call",
  (_, call, abort) => {
    abort();
    return call(clientBy(() => assert.fail("nothing is to be sent")));
  },
  isReason,
);

everyReason(
  "in a hook",
  (_, call, abort) => call(clientBy(() => assert.fail("nothing is to be sent"), { hooks: { onRequest: abort } })),
  isReason,
);

everyReason(
  "during the look-up of the token",
  (_, call, abort) => {
    const accessToken = () => {
      setImmediate(abort);
      return new Promise(() => {});
    };
    return call(clientBy(() => assert.fail("nothing is to be sent"), { accessToken }));
  },
  isReason,
);

everyReason(
  "in the queue",
  (_, call, abort) => {
    const registry = clientBy(() => new Promise(() => {}), { maxConcurrency: 1, timeoutMs: 60_000 });
    const leave = new AbortController();
    get(registry, { signal: leave.signal }).catch(() => {});
    const queued = call(registry);
    setTimeout(abort, 5);
    return queued.finally(() => leave.abort());
  },
  isReason,
);

everyReason(
  "in flight",
  async (t, call, abort) => {
    const server = await serve(t, abort);
    return call(clientOf(server));
  },
  isUnknown("unknown"),
);

everyReason(
  "in the body",
  async (t, call, abort) => {
    const server = await serve(t, (_, response) => response.writeHead(200).write("{"));
    return call(clientOf(server, { hooks: { onResponse: () => setTimeout(abort, 5) } }));
  },
  isUnknown("applied"),
);

everyReason(
  "in back-off",
  async (t, call, abort) => {
    const server = await serve(t, (_, response) => json(response, 429, "{}", { "retry-after": "30" }));
    return call(clientOf(server, { hooks: { onRetry: () => setTimeout(abort, 5) } }));
  },
  isUnknown("rejected"),
);

test("cancels the request at the server", async (t) => {
  const closed = deferred();
  const controller = new AbortController();
  const server = await serve(t, (_, response) => {
    response.on("close", closed.resolve);
    controller.abort();
  });
  await rejection(get(clientOf(server), { signal: controller.signal }));
  await closed.promise;
});

test("cancels a body that a fetch of its own streams", async () => {
  const cancelled = deferred();
  const controller = new AbortController();
  const body = new ReadableStream({ pull: () => new Promise(() => {}), cancel: cancelled.resolve });
  const registry = clientBy(async () => new Response(body), {
    hooks: { onResponse: () => setImmediate(() => controller.abort()) },
  });
  await rejection(get(registry, { signal: controller.signal }));
  await cancelled.promise;
});

test("an answer that has come is not cancelled", async () => {
  const signals = [];
  const registry = clientBy(async (_, { signal }) => {
    signals.push(signal);
    return new Response(organisationText);
  });
  await get(registry);
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [false],
  );
});

test("a place in the queue that was given up is not lost", async () => {
  const gates = [];
  const registry = clientBy(
    () => {
      const gate = deferred();
      gates.push(gate);
      return gate.promise;
    },
    { maxConcurrency: 1 },
  );
  const leaver = new AbortController();
  const first = get(registry);
  const second = rejection(get(registry, { signal: leaver.signal }));
  const third = get(registry);
  leaver.abort();
  await second;
  while (gates.length < 1) {
    await new Promise(setImmediate);
  }
  gates[0].resolve(new Response(organisationText));
  await first;
  while (gates.length < 2) {
    await new Promise(setImmediate);
  }
  gates[1].resolve(new Response(organisationText));
  await third;
});

test("AbortSignal.timeout bounds the whole", async (t) => {
  const server = await serve(t, (_, response) => json(response, 503, "{}", { "retry-after": "1" }));
  const signal = AbortSignal.timeout(100);
  const error = await rejection(get(clientOf(server, { maxRetries: 100 }), { signal }));
  assert.equal(error, signal.reason);
  assert.equal(error.name, "TimeoutError");
});

test("one signal for all: it gives up every call", async () => {
  const registry = clientBy(() => new Promise(() => {}));
  const counting = countingSignal();
  const calls = [...posts.slice(0, 3), ...posts.slice(3)].map(() =>
    rejection(get(registry, { signal: counting.signal })),
  );
  setImmediate(() => counting.controller.abort("all"));
  assert.deepEqual(new Set(await Promise.all(calls)), new Set(["all"]));
  assert.equal(counting.left(), 0);
});

test("a token that comes after its call was given up changes nothing for another", async () => {
  const [token, answer] = [deferred(), deferred()];
  const controller = new AbortController();
  const registry = clientBy(async () => {
    await answer.promise;
    return new Response(organisationText);
  });
  const given = registry.organisations.current({ signal: controller.signal, accessToken: () => token.promise });
  await new Promise(setImmediate);
  controller.abort(new Error("enough"));
  assert.equal((await rejection(given)).message, "enough");

  // Whatever the core held for the first call it may use again for this one.
  const calls = Array.from({ length: 4 }, () => registry.organisations.current());
  await new Promise(setImmediate);
  token.resolve("late");
  await new Promise(setImmediate);
  answer.resolve();
  await Promise.all(calls);
});
