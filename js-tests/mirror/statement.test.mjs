import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { memoryStore, openMirror, UnfinishedCopyError } from "isometric-registry/mirror";
import { environment, program } from "../cli/support.mjs";
import { folder, nodeWithSqlite, served } from "./support.mjs";

const timeout = 240_000;

const sum = (numbers) => numbers.reduce((one, other) => one + other, 0n);

/** Kilograms that an organisation moved in a period, added up from the lists of the registry itself. */
async function movedByRecords(registry, id, from, to) {
  const within = (at) => at >= from && at < to;
  const kilograms = async (list, isOurs) =>
    sum(
      (await registry[list].list().toArray({ limit: 100_000 }))
        .filter(isOurs)
        .map(({ credit_batch_size_total: size, supplier_credit_batch_size_total: part }) => (part ?? size).credit_kgs),
    );
  return {
    issuedKgs: await kilograms("issuances", (one) => within(one.issued_at) && one.supplier.organisation.id === id),
    receivedKgs: sum([
      await kilograms("deliveries", (one) => within(one.delivered_at) && one.to_organisation.id === id),
      await kilograms("transfers", (one) => within(one.transferred_at) && one.to_organisation.id === id),
    ]),
    deliveredKgs: await kilograms(
      "deliveries",
      (one) => within(one.delivered_at) && one.from_supplier.organisation.id === id,
    ),
    transferredKgs: await kilograms(
      "transfers",
      (one) => within(one.transferred_at) && one.from_organisation.id === id,
    ),
    retiredKgs: await kilograms("retirements", (one) => within(one.retired_at) && one.owner.id === id),
  };
}

const closing = (one) =>
  one.openingKgs +
  one.issuedKgs +
  one.receivedKgs +
  one.refundedKgs +
  one.unexplainedKgs -
  one.deliveredKgs -
  one.transferredKgs -
  one.retiredKgs;

describe("statements and holdings", { timeout }, () => {
  test("add up to the kilogram, by hand from the records", async (t) => {
    const { registry, local } = await served(t);
    const mirror = await openMirror(memoryStore());
    await assert.rejects(mirror.statement({ organisation: local.accounts[0].organisation_id }), UnfinishedCopyError);
    await mirror.refresh(registry);
    const [from, to] = ["2025-01-01T00:00:00Z", "2025-09-01T00:00:00Z"];
    const [opened, closed] = [(await mirror.holdingsAt(from)).holdings, (await mirror.holdingsAt(to)).holdings];
    const heldBy = (holdings, id) => sum(holdings.filter((one) => one.ownerId === id).map((one) => one.creditKgs));
    let moved = 0n;
    for (const { organisation_id: organisation, role } of local.accounts) {
      const { lines, total, inferred } = await mirror.statement({ organisation, from, to: new Date(to) });
      const byHand = await movedByRecords(registry, organisation, from, to);
      for (const name of Object.keys(byHand)) {
        assert.equal(total[name], byHand[name], `${role} ${organisation}: ${name}`);
      }
      for (const line of [...lines, total]) {
        assert.equal(closing(line), line.closingKgs);
      }
      for (const name of Object.keys(total)) {
        assert.equal(sum(lines.map((line) => line[name])), total[name], name);
      }
      assert.deepEqual(
        [total.openingKgs, total.closingKgs],
        [heldBy(opened, organisation), heldBy(closed, organisation)],
      );
      assert.equal(total.refundedKgs, sum(inferred.map((one) => (one.toId === organisation ? one.creditKgs : 0n))));
      assert.equal(total.unexplainedKgs, 0n);
      moved += total.receivedKgs + total.retiredKgs;
    }
    assert.ok(moved > 0n);
    const now = (await mirror.holdingsAt()).holdings;
    for (const { organisation_id: organisation, accessToken, clientSecret } of local.accounts) {
      const active = await registry
        .withOptions({ accessToken, clientSecret })
        .organisations.creditBatches(organisation, { status: ["active"] })
        .toArray({ limit: 100_000 });
      assert.equal(heldBy(now, organisation), sum(active.map(({ size }) => size.credit_kgs)));
    }
  });

  test("say what is wrong with what they are given", async (t) => {
    const { registry, local } = await served(t);
    const mirror = await openMirror(memoryStore());
    await mirror.refresh(registry);
    const organisation = local.accounts[0].organisation_id;
    await assert.rejects(mirror.statement(/** @type {any} */ ({})), /organisation: expected the id of an organisation/);
    await assert.rejects(
      mirror.statement({ organisation: "org_0000000000000000" }),
      /there is no org_0000000000000000/,
    );
    await assert.rejects(
      mirror.statement({ organisation, from: "May" }),
      /from: expected a date such as .*, got "May"/,
    );
    await assert.rejects(
      mirror.statement({ organisation, from: "2026-02-01", to: "2026-01-01" }),
      /from: expected a time before 2026-01-01, got 2026-02-01/,
    );
    await assert.rejects(mirror.holdingsAt(new Date("x")), /at: expected a date .* got "an invalid Date"/);
  });

  test("come as a table, JSON and CSV", async (t) => {
    const file = path.join(await folder(t), "registry.db");
    const run = async (...words) => {
      const options = { env: environment({ COLUMNS: "200" }), maxBuffer: 1 << 27 };
      return promisify(execFile)(await nodeWithSqlite(), ["--no-warnings", program, ...words], options);
    };
    await run("mirror", file, "--local");
    const { holdings } = JSON.parse((await run("holdings", file)).stdout);
    const [{ ownerId: organisation }] = holdings;
    const words = ["statement", file, "--organisation", organisation, "--from", "2025-01-01"];
    const { lines, total } = JSON.parse((await run(...words)).stdout);
    assert.ok(lines.length > 0 && Number.isSafeInteger(total.closingKgs));
    const [head, ...rows] = (await run(...words, "--csv")).stdout.trimEnd().split("\r\n");
    assert.match(head, /^project_id,project_name,vintage,opening_kgs,issued_kgs,.*,closing_kgs$/);
    const last = (row) => Number(row.split(",").at(-1));
    assert.equal(
      rows.map(last).reduce((one, other) => one + other, 0),
      total.closingKgs,
    );
    const table = (await run(...words, "--table")).stdout;
    assert.match(table, /^project id .* opening .* closing$/m);
    assert.match(table, new RegExp(`^ +total .* ${total.closingKgs / 1000}$`, "m"));
    const held = (await run("holdings", file, "--organisation", organisation, "--csv")).stdout.trimEnd().split("\r\n");
    assert.equal(held.length - 1, holdings.filter(({ ownerId }) => ownerId === organisation).length);
    await assert.rejects(run("statement", file), /expected --organisation org_/);
  });
});
