import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { nodeWithSqlite } from "../js-tests/mirror/support.mjs";

const SIZE = Number(process.env.MIRROR_BATCHES ?? 100_000);
const file = (name) => fileURLToPath(new URL(`lib/${name}`, import.meta.url));

/** A mirror of a large registry over HTTP: requests counted at the server, beside a daily walk of everything. */
export async function benchMirror() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "mirror-bench-"));
  const server = spawn(process.execPath, [file("mirror-server.mjs"), String(SIZE)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await once(server.stdout, "data");
    await measure(folder, JSON.parse(line));
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder, { origin, baseUrl, clientSecret }) {
  const node = await nodeWithSqlite();
  const input = { path: path.join(folder, "registry.db"), baseUrl, clientSecret };
  const run = async (what, more = {}) => {
    const given = JSON.stringify({ ...input, ...more, what });
    const { stdout } = await promisify(execFile)(node, ["--no-warnings", file("mirror-copy.mjs"), given], {
      maxBuffer: 1 << 28,
    });
    return JSON.parse(stdout);
  };
  const log = async () => (await fetch(`${origin}/log`)).json();

  const first = await run("refresh");
  const addresses = await log();
  const every = Math.ceil(addresses.length / 2000);
  const sample = addresses.filter((_, index) => index % every === 0);
  const sampled = path.join(folder, "addresses.json");
  await writeFile(sampled, JSON.stringify(sample));
  const bare = await run("bare", { sampled });
  await log();
  const [mirrored, plain] = [(addresses.length / first.ms) * 1000, (sample.length / bare.ms) * 1000];
  const verified = await run("verify");
  const idle = await run("refresh");
  const idleRequests = (await log()).length;
  await fetch(`${origin}/event`);
  const event = await run("refresh");
  const eventRequests = (await log()).length;
  await fetch(`${origin}/refund`);
  const { refreshes } = await run("sweep");
  const sweepRequests = (await log()).length;
  const pages = addresses.filter((address) => /\?/.test(address)).length;
  const members = addresses.filter((address) => /\/credit_batches$/.test(address)).length;
  const walk = `a daily walk takes ${pages} for the lists alone, ${pages + members} with the batches of each record`;
  const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
  console.log(
    `\nA mirror of ${verified.rows.find(({ table }) => table === "credit_batches").rows} credit batches, in SQLite`,
  );
  console.log(
    `  first copy: ${addresses.length} requests in ${(first.ms / 1000).toFixed(1)} s, ${megabytes(first.peak)}`,
  );
  console.log(
    `  requests a second: ${mirrored.toFixed(0)}, a bare loop ${plain.toFixed(0)}: ${(mirrored / plain).toFixed(2)} (target 0.8)`,
  );
  console.log(
    `  verify: ${(verified.ms / 1000).toFixed(1)} s, ${megabytes(verified.peak)}, ${verified.broken.length} laws broken (target 5 s)`,
  );
  console.log(`  idle refresh: ${idleRequests} requests (target 8) in ${idle.ms.toFixed(0)} ms; ${walk}`);
  console.log(
    `  refresh with one retirement that splits one batch: ${eventRequests} requests (target ${idleRequests + 4}) in ${event.ms.toFixed(0)} ms, its laws checked; ${walk}`,
  );
  console.log(
    `  a refund from a buffer pool: found in ${refreshes} refreshes, ${sweepRequests} requests (target ${refreshes * (idleRequests + 20)}, and what it leads to); ${walk}`,
  );
}
