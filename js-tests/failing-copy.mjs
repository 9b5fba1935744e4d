import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { clientOf, createSample, failing, replaceConnections, ways } from "./failing-ways.mjs";

// Runs `examples/nightly-copy.mjs` with requests that fail, each followed by a night on which all goes well, in a Node that
// has SQLite, and prints what came of them as JSON.
replaceConnections();
const { log } = console;
const folder = await mkdtemp(path.join(os.tmpdir(), "failing-copy-"));
let night = 0;

/** One night; how it has ended. */
async function copy(file, failure) {
  const local = await createSample();
  const { fetch, count } = failing(local, failure);
  const printed = [];
  console.log = (text) => printed.push(String(text));
  globalThis.connectExample = (role) => clientOf(local, role, fetch);
  process.argv[2] = file;
  night += 1;
  const error = await import(`../examples/nightly-copy.mjs?step=${night}`).then(
    () => null,
    (thrown) => thrown,
  );
  console.log = log;
  const [, digest = null] = /^digest (\w+)$/m.exec(printed.join("\n")) ?? [];
  return { error, count: count(), printed: printed.join("\n"), digest };
}

const well = { from: Number.POSITIVE_INFINITY };
const whole = await copy(path.join(folder, "whole.db"), well);
const nights = [];
const all = Object.entries(ways);
/** Each way in turn, at requests that lie apart from the first to the last. */
const steps = Math.min(whole.count, all.length);
for (let step = 0; step < steps; step += 1) {
  const from = Math.round((step * (whole.count - 1)) / (steps - 1));
  const [way, fail] = all[step % all.length];
  const file = path.join(folder, `${step}.db`);
  const { error, printed } = await copy(file, { fail, from });
  const again = await copy(file, well);
  nights.push({
    way,
    from,
    told: error?.name ?? printed,
    outcome: error?.outcome ?? null,
    again: { error: again.error?.message ?? null, digest: again.digest },
  });
}
await rm(folder, { recursive: true, force: true });
process.exitCode = 0;
console.log(JSON.stringify({ whole: { printed: whole.printed, digest: whole.digest }, nights }));
