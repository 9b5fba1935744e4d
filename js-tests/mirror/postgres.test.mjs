import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { RegistryClient } from "isometric-registry";
import { LockedCopyError, memoryStore, openMirror } from "isometric-registry/mirror";
import { postgresStore } from "isometric-registry/mirror/node";
import pg from "pg";
import { generator } from "../local/support.mjs";
import { environment } from "../runtimes/environments.mjs";
import { ask, released, skip, startPostgres } from "../transactions/postgres-server.mjs";
import { door } from "./service.mjs";
import { brokenIn, folder, run, served, start } from "./support.mjs";

const timeout = 600_000;

/** How often a copy is killed: more by `MIRROR_KILLS=200`. */
const kills = Number(process.env.MIRROR_KILLS ?? 8);

async function digestInMemory(registry) {
  const mirror = await openMirror(memoryStore());
  await mirror.refresh(registry);
  return (await mirror.verify()).digest;
}

describe(`a copy in ${environment("PostgreSQL")}`, { timeout, skip }, () => {
  test("is the same as one in memory, and can be asked in SQL", async (t) => {
    const connectionString = await startPostgres(t);
    const { registry, baseUrl, clientSecret } = await served(t);
    const input = { connectionString, baseUrl, clientSecret };
    const { report, verified } = await run("postgres.mjs", input);
    assert.equal(report.finished, true);
    assert.deepEqual(brokenIn(verified), []);
    assert.equal(verified.digest, await digestInMemory(registry));
    const [sums] = await ask(
      connectionString,
      `SELECT (SELECT sum(retired_kg) FROM registry.retired_by_project_and_vintage) AS by_batches,
        (SELECT sum(credit_batch_size_total_kg) FROM registry.retirements) AS by_retirements,
        (SELECT sum(held_kg) FROM registry.holdings) + (SELECT sum(retired_kg)
          FROM registry.retired_by_project_and_vintage) AS there,
        (SELECT sum(credit_batch_size_total_kg) FROM registry.issuances) AS issued,
        (SELECT sum(quantity_kg) FROM registry.offsetsdb_credits WHERE transaction_type = 'retirement') AS offsets,
        (SELECT count(*) FROM registry.batch_life) > 0 AS lives, (SELECT count(*) FROM registry.movements) > 0 AS moves`,
    );
    assert.equal(sums.by_batches, sums.by_retirements);
    assert.equal(sums.offsets, sums.by_retirements);
    assert.equal(sums.there, sums.issued);
    assert.deepEqual([sums.lives, sums.moves], [true, true]);
    // The bytes are those that came.
    const [{ json }] = await ask(connectionString, "SELECT json FROM registry.retirements ORDER BY id LIMIT 1");
    const { id } = JSON.parse(json);
    const sent = await fetch(`${baseUrl}/retirements/${id}`, { headers: { "x-client-secret": clientSecret } });
    assert.equal(json, await sent.text());
  });

  test(`ends the same after SIGKILL at ${kills} random moments`, async (t) => {
    const connectionString = await startPostgres(t);
    const { registry, baseUrl, clientSecret, log } = await served(t);
    const below = generator(23);
    const input = { connectionString, baseUrl, clientSecret };
    for (let killed = 0; killed < kills; killed += 1) {
      const after = log.length + 1 + below(120);
      const { child, ended } = await start("postgres.mjs", input);
      while (log.length < after && child.exitCode === null) {
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2))]);
      }
      child.kill("SIGKILL");
      const { status, stderr } = await ended;
      assert.ok(status === "SIGKILL" || status === 0, stderr);
      await released(connectionString);
    }
    const { verified } = await run("postgres.mjs", input);
    assert.deepEqual([verified.finished, brokenIn(verified)], [true, []]);
    assert.equal(verified.digest, await digestInMemory(registry));
  });

  test("returns the same as stores in memory and in SQLite", async (t) => {
    const connectionString = await startPostgres(t);
    const input = { connectionString, path: path.join(await folder(t), "same.db"), rounds: 150 };
    const { reads } = await run("same-stores.mjs", input);
    assert.ok(reads > 500, String(reads));
  });

  test("is refused where something else is, or something newer", async (t) => {
    const connectionString = await startPostgres(t);
    const pool = new pg.Pool({ connectionString });
    t.after(() => pool.end());
    await ask(connectionString, "CREATE TABLE public.notes (text text)");
    await assert.rejects(
      openMirror(postgresStore(pool, { schema: "public" })),
      /contains tables that do not belong to a/,
    );
    await openMirror(postgresStore(pool));
    await ask(connectionString, "COMMENT ON SCHEMA registry IS 'isometric-registry mirror, format 99'");
    await assert.rejects(openMirror(postgresStore(pool)), /has format 99, but this version supports formats up to 2/);
    assert.throws(() => postgresStore(/** @type {any} */ ("postgres://")), /expects a pool of the package pg/);
    assert.throws(() => postgresStore(pool, { schema: 'a"b' }), /schema: expected a name of lowercase letters/);
  });

  test("goes on when the server ends its connection", async (t) => {
    const connectionString = await startPostgres(t);
    const { registry } = await served(t);
    const pool = new pg.Pool({ connectionString });
    pool.on("error", () => {});
    t.after(() => pool.end());
    const mirror = await openMirror(postgresStore(pool));
    let isCut = false;
    const cut = async () => {
      isCut = true;
      await ask(
        connectionString,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
      );
    };
    let cutting = Promise.resolve();
    const onProgress = ({ requests }) => {
      if (requests > 100 && !isCut) {
        cutting = cut();
      }
    };
    await assert.rejects(mirror.refresh(registry, { onProgress }));
    await cutting;
    await mirror.refresh(registry);
    assert.equal((await mirror.verify()).digest, await digestInMemory(registry));
  });

  test("is followed while another process refreshes it", async (t) => {
    const pool = new pg.Pool({ connectionString: await startPostgres(t) });
    t.after(() => pool.end());
    const { registry, local, baseUrl, clientSecret } = await served(t);
    const one = await openMirror(postgresStore(pool));
    await one.refresh(registry);
    const store = postgresStore(pool);
    const other = await openMirror(store);
    const refusals = [];
    const lock = store.lock.bind(store);
    const [refused, released, ended] = [door(), door(), new AbortController()];
    store.lock = async () => {
      try {
        return await lock();
      } catch (error) {
        refusals.push(error);
        if (refusals.length === 2) {
          refused.open();
        }
        throw error;
      }
    };
    // The first request is held, when the copy is locked already.
    const held = new RegistryClient({
      baseUrl,
      clientSecret,
      fetch: async (...given) => {
        await released.passed;
        return fetch(...given);
      },
    });
    const [{ id: project_id }] = await registry.projects.list().toArray({ limit: 1 });
    await local.admin.renameProject({ project_id, name: "Renamed while the copy is locked" });
    const refreshing = one.refresh(held);
    const { seq: after } = await other.verify();
    const following = other.follow({ after, registry, everyMs: 5, signal: ended.signal });
    const next = following.next();
    await Promise.race([refused.passed, next]);
    assert.ok(refusals.length >= 2 && refusals.every((error) => error instanceof LockedCopyError));
    assert.match(refusals[0].message, /^isometric-registry: another process writes to the schema registry\.$/);
    released.open();
    assert.equal((await refreshing).changes, 1);
    const { value } = await next;
    assert.deepEqual([value?.seq, value?.id], [after + 1, project_id]);
    ended.abort(new Error("enough"));
    await assert.rejects(following.next(), /enough/);
  });
});
