import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createLocalRegistry } from "isometric-registry/local";
import { serve } from "isometric-registry/serve";
import { nodeWithSqlite } from "./mirror/support.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a program as a user would, without credentials unless they are given. */
async function program(path, { args = [], env = {}, node = process.execPath } = {}) {
  const { ISOMETRIC_CLIENT_SECRET: _, ISOMETRIC_ACCESS_TOKEN: __, ...rest } = process.env;
  const { stdout } = await promisify(execFile)(node, [join(root, path), ...args], {
    cwd: root,
    env: { ...rest, ...env },
  });
  return stdout;
}

test("the tour prints who is asking, what they hold, and a retirement", async () => {
  const printed = await program("scripts/tour.mjs");
  assert.match(printed, /Authenticated as Sample .+ \(org_\w+\)/);
  assert.match(printed, /Retired 2\.5 credits for Sample .+ as ret_\w+/);
  const balances = [...printed.matchAll(/Balance: ([\d.]+) credits active, ([\d.]+) credits retired/g)];
  assert.equal(balances.length, 2);
  const [before, after] = balances.map(([, active, retired]) => [Number(active), Number(retired)]);
  assert.equal((before[0] - after[0]).toFixed(3), "2.500");
  assert.equal((after[1] - before[1]).toFixed(3), "2.500");
});

test("the portfolio report adds up", async () => {
  assert.match(await program("examples/portfolio-report.mjs"), /^Active credits of Sample [\s\S]+ credits\n$/);
});

test("the retirement ends with its certificate", async () => {
  assert.match(
    await program("examples/retire.mjs"),
    /^Takes [\d.]+ credits of ISO-.*^Retired 1\.25 credits \(answered\): https:\/\//ms,
  );
});

test("the delivery run fulfils orders", async () => {
  assert.match(await program("examples/delivery-run.mjs"), /: delivered [\d.]+ credits to Sample .+ as dlv_\w+/);
});

test("the nightly copy is proved, and answers in SQL", { timeout: 480_000 }, async () => {
  const folder = join(root, "target/nightly-copy-test");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const args = [join(folder, "registry.db")];
  const printed = await program("examples/nightly-copy.mjs", { args, node: await nodeWithSqlite() });
  assert.match(printed, /(\d+) of \1 laws hold\ndigest [0-9a-f]{64}\n/);
  assert.match(printed, /, 20\d\d: \d+ kg retired\n$/);
});

test("a served registry answers the command's own credentials", async (t) => {
  const local = await createLocalRegistry();
  const served = await serve(local);
  t.after(() => served.close());
  const [{ clientSecret, accessToken }] = local.accounts;
  const headers = { "x-client-secret": clientSecret, authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${served.baseUrl}/organisation`, { headers });
  assert.equal(response.status, 200);
});
