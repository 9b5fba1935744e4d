import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RegistryClient, toJson } from "isometric-registry";
import { memoryStore, openMirror } from "isometric-registry/mirror";
import { brokenIn, served } from "./support.mjs";

const timeout = 240_000;

/** All nodes of a list of the client. */
const all = (list) => list.toArray();

describe("a copy in memory, over HTTP", { timeout }, () => {
  test("holds what the lists hold, and every law", async (t) => {
    const { registry } = await served(t);
    const mirror = await openMirror(memoryStore());
    const report = await mirror.refresh(registry);
    assert.equal(report.finished, true);
    assert.deepEqual(report.unproved, []);
    const verified = await mirror.verify();
    assert.deepEqual(brokenIn(verified), []);
    assert.ok(verified.laws.every(({ held }) => held > 0));
    const rows = new Map(verified.rows.map(({ table, rows: count }) => [table, count]));
    for (const list of ["suppliers", "projects", "issuances", "deliveries", "transfers", "retirements"]) {
      assert.equal(rows.get(list), (await registry[list].list()).total_count, list);
    }
    const changes = [];
    for (let after = 0; ; after = changes.at(-1).seq) {
      const next = await mirror.changes({ after });
      if (next.length === 0) {
        break;
      }
      changes.push(...next);
    }
    assert.deepEqual(
      changes.map(({ seq }) => seq),
      changes.map((_, index) => index + 1),
    );
    const copied = changes.filter(({ table }) => table === "retirements").map(({ after }) => after);
    const listed = (await all(registry.retirements.list())).map((retirement) => toJson(retirement));
    assert.deepEqual(copied.sort(), listed.sort());
  });

  test("takes nothing from an answer that is not the registry's, and goes on from there", async (t) => {
    const { registry: direct, local } = await served(t);
    const expected = await openMirror(memoryStore());
    await expected.refresh(direct);
    for (const [body, found] of /** @type {[string, RegExp][]} */ ([
      ["<html>502 Bad Gateway</html>", /expected a JSON object, found "?<html>/],
      ['{"nodes":[', /expected a JSON object/],
      ["", /expected a JSON object, found nothing/],
    ])) {
      let left = 200;
      const registry = new RegistryClient({
        baseUrl: local.baseUrl,
        ...credentialsOf(local.accounts[0]),
        fetch: (...request) => {
          left -= 1;
          return left === 0 ? Promise.resolve(new Response(body)) : local.fetch(...request);
        },
      });
      const mirror = await openMirror(memoryStore());
      await assert.rejects(mirror.refresh(registry), { name: "DecodeError", message: found });
      assert.equal((await mirror.refresh(registry)).finished, true);
      const [verified, whole] = await Promise.all([mirror.verify(), expected.verify()]);
      assert.deepEqual(brokenIn(verified), []);
      assert.equal(verified.digest, whole.digest);
      assert.deepEqual(verified.quarantined ?? [], whole.quarantined ?? []);
    }
  });

  test("costs six requests when nothing is new, counted at the server", async (t) => {
    const { registry, log } = await served(t);
    const mirror = await openMirror(memoryStore());
    await mirror.refresh(registry);
    log.length = 0;
    const report = await mirror.refresh(registry, { sweep: 0 });
    assert.deepEqual(log.length, 6);
    assert.equal(report.changes, 0);
  });

  test("follows what happens, each change once", async (t) => {
    const { registry, local, log } = await served(t);
    const mirror = await openMirror(memoryStore());
    const { seq } = await mirror.refresh(registry);
    const [buyer] = local.accounts.filter(({ role }) => role === "buyer");
    const me = new RegistryClient({ fetch: local.fetch, baseUrl: local.baseUrl, ...credentialsOf(buyer) });
    const batches = me.organisations.creditBatches(buyer.organisation_id, { status: ["active"] });
    const batch = await batches.first();
    const retirement = await me.retirements.create({
      owner_organisation_id: buyer.organisation_id,
      beneficiary_organisation_id: buyer.organisation_id,
      supplier_id: batch.supplier_id,
      credit_batch_quantities: [{ credit_batch_id: batch.id, credit_quantity_kg: 1n }],
      retirement_purposes: ["other"],
    });
    log.length = 0;
    const changes = [];
    const ended = new AbortController();
    const following = mirror.follow({ after: seq, registry, signal: ended.signal });
    for await (const change of following) {
      changes.push(`${change.change} ${change.table}`);
      if (change.table === "credit_batches" && changes.length >= 4) {
        break;
      }
    }
    assert.ok(changes.includes("added retirements"));
    assert.equal(changes.filter((change) => change === "changed credit_batches").length, 1);
    const paths = log.map((line) => line.split(" ")[1]);
    assert.ok(paths.includes(`/registry/v0/retirements/${retirement.id}/credit_batches`));
    assert.deepEqual(brokenIn(await mirror.verify()), []);
  });

  test("says where the registry drifts, and keeps what is new", async (t) => {
    const { registry } = await served(t);
    const drifting = registry.withOptions({
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!url.includes("/retirements?")) {
          return response;
        }
        const body = await response.text();
        return new Response(
          body.replaceAll('"purposes":', '"mood":"good","purposes":').replaceAll(/,"url":"[^"]*"/g, ""),
          {
            status: response.status,
          },
        );
      },
    });
    const mirror = await openMirror(memoryStore());
    const report = await mirror.refresh(drifting);
    const places = (report.drift ?? []).map(({ place }) => place).sort();
    assert.deepEqual(places, ["retirements.mood", "retirements.url"]);
    const verified = await mirror.verify();
    assert.deepEqual(verified.drift.map(({ place }) => place).sort(), places);
    assert.deepEqual(brokenIn(verified), []);
  });

  test("keeps apart what laws cannot rest on, and the rest goes on", async (t) => {
    const { registry } = await served(t);
    const broken = registry.withOptions({
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        const body = await response.text();
        const isList = /\/transfers\?/.test(url);
        return new Response(isList ? body.replace('"to_organisation":', '"to":') : body, { status: response.status });
      },
    });
    const mirror = await openMirror(memoryStore());
    const report = await mirror.refresh(broken);
    assert.equal(report.finished, true);
    assert.equal(report.quarantined.length, 1);
    assert.match(report.quarantined[0].reason, /^tfr_\w+: to_organisation\.id: it is missing$/);
    await mirror.refresh(registry);
    await mirror.refresh(registry);
    const verified = await mirror.verify();
    assert.deepEqual([verified.quarantined, brokenIn(verified)], [[], []]);
  });

  test("goes on where it was interrupted", async (t) => {
    const { registry, log } = await served(t);
    const store = memoryStore();
    const mirror = await openMirror(store);
    const interrupted = new AbortController();
    const onProgress = ({ requests }) => requests > 200 && interrupted.abort(new Error("enough"));
    await assert.rejects(mirror.refresh(registry, { signal: interrupted.signal, onProgress }), /enough/);
    assert.equal((await mirror.verify()).finished, false);
    assert.deepEqual(await mirror.changes(), []);
    const before = log.length;
    await mirror.refresh(registry);
    const other = await openMirror(memoryStore());
    const { requests } = await other.refresh(registry);
    assert.ok(log.length - before < 2 * requests - 150, "what had been read was not read again");
    assert.equal((await mirror.verify()).digest, (await other.verify()).digest);
  });

  test("is of one registry only", async (t) => {
    const { registry } = await served(t);
    const { registry: another } = await served(t, { seed: "another" });
    const mirror = await openMirror(memoryStore());
    await mirror.refresh(registry);
    await assert.rejects(mirror.refresh(another), /This is a copy of http.*but the client reads http/);
  });
});

const credentialsOf = ({ clientSecret, accessToken }) => ({ clientSecret, accessToken });
