import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { InvalidRequestError, RegistryClient } from "isometric-registry";
import { ids } from "../contract/calls.mjs";
import { recording } from "../contract/recorder.mjs";

const credentials = { clientSecret: "client-secret-value", accessToken: "access-token-value" };

/** Checks that a refusal says nothing of a secret, however it is shown. */
const refusedWithout = (secret) => (error) => {
  assert.ok(error instanceof InvalidRequestError);
  const told = {
    message: error.message,
    stack: error.stack,
    "JSON.stringify": JSON.stringify(error),
    "util.inspect": inspect(error, { depth: 9, showHidden: true }),
  };
  assert.deepEqual(
    Object.keys(told).filter((way) => told[way].includes(secret)),
    [],
  );
  return true;
};

for (const [name, secret] of Object.entries(credentials)) {
  describe(`the ${name} is not quoted`, () => {
    const calls = {
      "in the place of an id": (registry) => registry.orders.get(secret),
      "inside an id": (registry) => registry.orders.get(`ord_${secret}`),
      "in the place of a number": (registry) => registry.projects.list({ first: secret }).first(),
      "in a list": (registry) =>
        registry.organisations.creditBatches(ids.organisation, { status: [secret, secret] }).first(),
      "as the name of a property": (registry) => registry.projects.list({ [secret]: 1 }).first(),
      "as a limit": (registry) => registry.projects.list().toArray({ limit: secret }),
      "as a path": (registry) => registry.request({ method: "GET", path: secret }),
      "as a method": (registry) => registry.request({ method: secret, path: "/a" }),
      "as an option": (registry) => registry.orders.get(ids.order, { timeoutMs: secret }),
      "as the name of an option": (registry) => registry.orders.get(ids.order, { [secret]: 1 }),
    };
    for (const [place, call] of Object.entries(calls)) {
      test(place, async () => {
        const { registry, requests } = recording("{}", credentials);
        await assert.rejects(call(registry), refusedWithout(secret));
        assert.deepEqual(requests, []);
      });
    }

    const options = {
      "as another option of the client": { timeoutMs: secret },
      "as the environment": { environment: secret },
      "as the name of an option of the client": { [secret]: 1 },
      "as the name of a header": { headers: { [`${secret} `]: "a" } },
      "in the place of the base URL": { baseUrl: secret },
    };
    for (const [place, option] of Object.entries(options)) {
      test(place, () => {
        // @ts-expect-error the types refuse it
        assert.throws(() => new RegistryClient({ ...credentials, ...option }), refusedWithout(secret));
      });
    }
  });
}
