import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { RegistryClient } from "isometric-registry";
import { memoryStore, openMirror } from "isometric-registry/mirror";
import { generator } from "../local/support.mjs";
import { released, skip, startPostgres } from "../transactions/postgres-server.mjs";
import { brokenIn, folder, run, served, start } from "./support.mjs";

const timeout = 600_000;
const rounds = 4;

/** Starts a refresh, kills it after some requests, and lets the next one finish. Returns what that has verified. */
async function refreshedAfterKill(program, input, log, requests) {
  const after = log.length + requests;
  const { child, ended } = await start(program, input);
  while (log.length < after && child.exitCode === null) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2))]);
  }
  child.kill("SIGKILL");
  const { status, stderr } = await ended;
  assert.ok(status === "SIGKILL" || status === 0, stderr);
  if (input.connectionString !== undefined) {
    await released(input.connectionString);
  }
  return (await run(program, input)).verified;
}

/** Lets something of each kind happen in a registry: issuances, a retirement, another name, a hidden project. */
async function trade({ local, registry }, below, round) {
  const projects = (await registry.projects.list().toArray()).filter(({ status }) => status === "validated");
  const projectAt = () => projects[below(projects.length)].id;
  for (let count = 0; count < 5; count += 1) {
    await local.admin.issue({ project_id: projectAt(), removals: [{ credit_quantity_kg: 1000 + below(9000) }] });
  }
  const [buyer] = local.accounts.filter(({ role }) => role === "buyer");
  const { organisation_id: owner, clientSecret, accessToken } = buyer;
  const me = new RegistryClient({ fetch: local.fetch, baseUrl: local.baseUrl, clientSecret, accessToken });
  const { id, supplier_id, size } = await me.organisations.creditBatches(owner, { status: ["active"] }).first();
  const credit_quantity_kg = size.credit_kgs > 1n ? size.credit_kgs / 2n : size.credit_kgs;
  await me.retirements.create({
    owner_organisation_id: owner,
    beneficiary_organisation_id: owner,
    supplier_id,
    credit_batch_quantities: [{ credit_batch_id: id, credit_quantity_kg }],
    retirement_purposes: ["other"],
  });
  await local.admin.renameProject({ project_id: projectAt(), name: `Renamed in round ${round}` });
  await local.admin.hideProject({ project_id: projectAt() });
}

test("the same history in memory, SQLite and PostgreSQL, killed at random, ends the same", {
  timeout,
  skip,
}, async (t) => {
  const world = await served(t);
  const { registry, log, baseUrl, clientSecret } = world;
  const below = generator(7);
  const connectionString = await startPostgres(t);
  const inFile = { path: path.join(await folder(t), "registry.db"), baseUrl, clientSecret };
  const inPostgres = { connectionString, baseUrl, clientSecret };
  const inMemory = await openMirror(memoryStore());
  const digests = new Set();
  for (let round = 0; round < rounds; round += 1) {
    const most = round === 0 ? 500 : 20;
    const file = await refreshedAfterKill("copy.mjs", inFile, log, 1 + below(most));
    const postgres = await refreshedAfterKill("postgres.mjs", inPostgres, log, 1 + below(most));
    await inMemory.refresh(registry);
    const memory = await inMemory.verify();
    assert.deepEqual([file, postgres, memory].map(brokenIn), [[], [], []], `round ${round}`);
    assert.deepEqual([file.digest, postgres.digest], [memory.digest, memory.digest], `round ${round}`);
    assert.deepEqual(file.rows, postgres.rows, `round ${round}`);
    digests.add(memory.digest);
    await trade(world, below, round);
  }
  assert.equal(digests.size, rounds, "each round has changed something");
});
