import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RegistryClient } from "isometric-registry";
import { createSample, failing, replaceConnections, retired, ways } from "../failing-ways.mjs";

replaceConnections();
/** @type {typeof import("../../examples/proxy/server.mjs")} */
const { serve } = await import(`${new URL("../../examples/proxy/server.mjs", import.meta.url)}?step=proxy`);

/** What a visitor does on the example's page, behind which requests fail from one on, up to another. */
async function visit(failure) {
  const local = await createSample();
  const { fetch: upstream, count } = failing(local, failure);
  let fetchOfProxy = upstream;
  globalThis.createExampleRegistry = async () => ({
    baseUrl: local.baseUrl,
    accounts: local.accounts,
    fetch: (...request) => fetchOfProxy(...request),
  });
  const { address, server } = await serve();
  const secrets = local.accounts.flatMap(({ clientSecret, accessToken }) => [clientSecret, accessToken]);
  let cookie = "";
  const ask = async (url, init) => {
    const { origin } = new URL(address);
    const response = await fetch(url, { ...init, headers: { ...init.headers, origin, cookie } });
    const text = await response.clone().text();
    assert.ok(secrets.every((secret) => !text.includes(secret)));
    return response;
  };
  const registry = new RegistryClient({ baseUrl: `${address}registry`, fetch: ask, maxRetries: 0 });
  try {
    const error = await (async () => {
      assert.ok((await registry.projects.list().toArray()).length > 0);
      const signedIn = await fetch(`${address}session`, { method: "POST" });
      [cookie] = signedIn.headers.get("set-cookie").split(";");
      const me = await registry.organisations.current();
      await registry.organisations.creditBalance(me.id);
      const batch = await registry.organisations.creditBatches(me.id, { status: ["active"] }).first();
      await registry.retirements.createFromOldestCredits({
        owner_organisation_id: me.id,
        beneficiary_organisation_id: me.id,
        supplier_id: batch.supplier_id,
        retirement_purposes: ["corporate_targets"],
        credit_quantity_kg: 1000n,
      });
    })().then(
      () => undefined,
      (thrown) => thrown,
    );
    fetchOfProxy = local.fetch;
    assert.ok((await registry.projects.list().toArray()).length > 0, "it goes on");
    return { local, error, count: count() };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe("the example's proxy", () => {
  for (const [index, [way, fail]] of Object.entries(ways).entries()) {
    test(`tells the page the truth, where a request ${way}`, async () => {
      const whole = await visit({ fail, from: Number.POSITIVE_INFINITY });
      assert.equal(whole.error, undefined);
      const before = (await retired(await createSample())).length;
      for (let from = 0; from < whole.count; from += 1) {
        const to = (from + index) % 2 === 0 ? from + 1 : Number.POSITIVE_INFINITY;
        const { local, error } = await visit({ fail, from, to });
        assert.match(error?.name ?? "none", /Error$/, `request ${from + 1}`);
        const made = (await retired(local)).length - before;
        assert.ok(made <= 1);
        assert.ok(made === 0 || error.outcome === "unknown" || error.outcome === "applied", `${from}: ${error}`);
      }
    });
  }
});
