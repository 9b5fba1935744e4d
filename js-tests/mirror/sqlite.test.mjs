import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { memoryStore, openMirror } from "isometric-registry/mirror";
import { sqliteStore } from "isometric-registry/mirror/node";
import { generator } from "../local/support.mjs";
import { environment } from "../runtimes/environments.mjs";
import { brokenIn, folder, run, served, start } from "./support.mjs";

const timeout = 600_000;

/** How often a copy is killed: more by `MIRROR_KILLS=200`. */
const kills = Number(process.env.MIRROR_KILLS ?? 12);

async function digestInMemory(registry) {
  const mirror = await openMirror(memoryStore());
  await mirror.refresh(registry);
  return (await mirror.verify()).digest;
}

describe(`a copy in ${environment("SQLite")}`, { timeout }, () => {
  test("is the same as one in memory, and can be asked in SQL", async (t) => {
    const { registry, baseUrl, clientSecret } = await served(t);
    const file = path.join(await folder(t), "registry.db");
    const { report, verified } = await run("copy.mjs", { path: file, baseUrl, clientSecret });
    assert.equal(report.finished, true);
    assert.deepEqual(brokenIn(verified), []);
    assert.equal(verified.digest, await digestInMemory(registry));
    const [sums] = await run("sql.mjs", {
      path: file,
      statements: [
        `SELECT (SELECT sum(retired_kg) FROM retired_by_project_and_vintage) AS by_batches,
          (SELECT sum(credit_batch_size_total_kg) FROM retirements) AS by_retirements,
          (SELECT sum(held_kg) FROM holdings) + (SELECT sum(retired_kg) FROM retired_by_project_and_vintage) AS there,
          (SELECT sum(credit_batch_size_total_kg) FROM issuances) AS issued`,
      ],
    });
    assert.equal(sums.by_batches, sums.by_retirements);
    assert.equal(sums.there, sums.issued);
    assert.ok(sums.by_batches > 0);
  });

  test(`ends the same after SIGKILL at ${kills} random moments`, async (t) => {
    const { registry, baseUrl, clientSecret, log } = await served(t);
    const expected = await digestInMemory(registry);
    const below = generator(22);
    const file = path.join(await folder(t), "registry.db");
    const input = { path: file, baseUrl, clientSecret };
    let killed = 0;
    while (killed < kills) {
      const after = log.length + 1 + below(120);
      const { child, ended } = await start("copy.mjs", input);
      while (log.length < after && child.exitCode === null) {
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2))]);
      }
      child.kill("SIGKILL");
      const { status } = await ended;
      killed += 1;
      assert.ok(status === "SIGKILL" || status === 0, String(status));
    }
    const { verified } = await run("copy.mjs", input);
    assert.equal(verified.finished, true);
    assert.deepEqual(brokenIn(verified), []);
    assert.equal(verified.digest, expected);
  });

  test("shows finished refreshes only to a reader that never stops", async (t) => {
    const { local, baseUrl, clientSecret } = await served(t);
    const file = path.join(await folder(t), "registry.db");
    const input = { path: file, baseUrl, clientSecret };
    await run("copy.mjs", input);
    const reader = await start("read.mjs", input);
    await once(reader.child.stderr, "data");
    const project = await projectOf(baseUrl, clientSecret);
    for (let round = 0; round < 4; round += 1) {
      for (let count = 0; count < 20; count += 1) {
        await local.admin.issue({ project_id: project, removals: [{ credit_quantity_kg: 1000 + count }] });
      }
      await run("copy.mjs", input);
    }
    reader.child.stdin.end();
    const { status, stdout, stderr } = await reader.ended;
    assert.equal(status, 0, stderr);
    const { reads, refreshes } = JSON.parse(stdout);
    assert.ok(reads > 5 && refreshes.length > 1, stdout);
  });

  test("refuses what is no copy of this registry", async (t) => {
    const { baseUrl, clientSecret } = await served(t);
    const here = await folder(t);
    const fails = async (file, reason) => {
      const { ended } = await start("copy.mjs", { path: path.join(here, file), baseUrl, clientSecret });
      const { status, stderr } = await ended;
      assert.deepEqual([status, reason.test(stderr)], [1, true], stderr);
    };
    await writeFile(path.join(here, "text.db"), "not a database, but long enough to look like one".repeat(100));
    await fails("text.db", /not a database/);
    const made = ["CREATE TABLE notes (text TEXT)"];
    await run("sql.mjs", { path: path.join(here, "other.db"), statements: made });
    await fails("other.db", /is a database that does not belong to a mirror/);
    await run("copy.mjs", { path: path.join(here, "newer.db"), baseUrl, clientSecret });
    await run("sql.mjs", { path: path.join(here, "newer.db"), statements: ["PRAGMA user_version = 99"] });
    await fails("newer.db", /has format 99, but this version supports formats up to 2/);
  });

  test("lets one process write", async (t) => {
    const { baseUrl, clientSecret } = await served(t, { latencyMs: 20 });
    const file = path.join(await folder(t), "registry.db");
    const input = { path: file, baseUrl, clientSecret };
    const lock = ["PRAGMA journal_mode = MEMORY", "BEGIN EXCLUSIVE"];
    const first = await start("hold.mjs", { path: `${file}-writer`, statements: lock });
    await once(first.child.stdout, "data");
    const { status, stderr } = await (await start("copy.mjs", input)).ended;
    assert.equal(status, 1);
    assert.match(stderr, /another process writes to/);
    first.child.kill("SIGKILL");
    await first.ended;
    const { report } = await run("copy.mjs", input);
    assert.equal(report.finished, true);
  });

  test("needs a runtime that has SQLite", { skip: hasSqlite() }, async () => {
    await assert.rejects(sqliteStore("registry.db"), /needs the SQLite of Node 22\.13 or newer, Bun, or Deno/);
  });
});

function hasSqlite() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}

/** A project that credits can be issued to. */
async function projectOf(baseUrl, clientSecret) {
  const headers = { "x-client-secret": clientSecret };
  const response = await fetch(`${baseUrl}/issuances?first=1`, { headers });
  const { nodes } = await response.json();
  return nodes[0].project_id;
}
