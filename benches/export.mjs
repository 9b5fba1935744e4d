import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, promisify } from "node:util";
import { duckdb } from "../js-tests/mirror/duckdb.mjs";
import { sumsOf, verifiedSums } from "../js-tests/mirror/export-sums.mjs";
import { nodeWithSqlite } from "../js-tests/mirror/support.mjs";

const SIZE = Number(process.env.EXPORT_BATCHES ?? 100_000);

/** How many batches are copied; the others are these again, under other ids. */
const COPIED = 10_000;

/** What an export of 1,000,000 batches may take: ms, and bytes of memory. */
const TARGETS = { ms: 60_000, peak: 400e6 };

const file = (name) => fileURLToPath(new URL(`lib/${name}`, import.meta.url));

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/** How the target has been met, which is one for a size. */
function judged({ ms, peak }) {
  if (SIZE !== 1_000_000) {
    return "";
  }
  const told = `${seconds(TARGETS.ms)}, ${megabytes(TARGETS.peak)}`;
  return ` (target ${told}: ${ms <= TARGETS.ms && peak <= TARGETS.peak ? "met" : "missed"})`;
}

/** Exports of a large copy in SQLite: time and memory for each format, and the sums of the files. */
export async function benchExport() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "export-bench-"));
  const node = await nodeWithSqlite();
  const run = async (program, input) => {
    const { stdout } = await promisify(execFile)(node, ["--no-warnings", file(program), JSON.stringify(input)]);
    return JSON.parse(stdout);
  };
  const database = path.join(folder, "registry.db");
  const out = path.join(folder, "out");
  const server = spawn(process.execPath, [file("mirror-server.mjs"), String(COPIED)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await once(server.stdout, "data");
    const { baseUrl, clientSecret } = JSON.parse(line);
    // Totals are judged after a refresh that found nothing new.
    for (const what of ["refresh", "refresh"]) {
      await run("mirror-copy.mjs", { what, path: database, baseUrl, clientSecret });
    }
    server.kill();
    const { batches } = await run("grow-copy.mjs", { path: database, times: Math.round(SIZE / COPIED) });
    console.log(`\nExports of a copy of ${batches} credit batches in SQLite; load of the machine ${os.loadavg()[0]}`);
    for (const [name, options] of /** @type {[string, object][]} */ ([
      ["every table, as Parquet", { format: "parquet" }],
      ["every table, as NDJSON", { format: "ndjson" }],
      ["the tables of OffsetsDB, as Parquet", { format: "parquet", views: ["offsetsdb"] }],
    ])) {
      const found = await run("export-copy.mjs", { path: database, out, options: { ...options, verify: false } });
      await rm(out, { recursive: true });
      const { ms, busy, peak, rows, bytes } = found;
      console.log(
        `  ${name}: ${seconds(ms)} (${seconds(busy)} of processor), ${megabytes(peak)}${judged(found)}; ${rows} rows, ${megabytes(bytes)} of files`,
      );
    }
    const { verifying, ms, peak, verified } = await run("export-copy.mjs", { path: database, out, options: {} });
    console.log(
      `  verified first, as Parquet: ${seconds(verifying)} to verify and ${seconds(ms)} to export, ${megabytes(peak)}`,
    );
    await compare(out, verified);
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Adds the files up in DuckDB, and compares that with what `verify` has found. */
async function compare(out, verified) {
  const ends = [];
  const ask = await duckdb({ after: (end) => ends.push(end) });
  const started = performance.now();
  const sums = await sumsOf(ask, (table) => `'${out}/${table}.parquet'`);
  for (const end of ends) {
    end();
  }
  const expected = verifiedSums(verified);
  const text = sums.map(({ law, equal, different }) => `${law} ${equal}${different > 0 ? `, not ${different}` : ""}`);
  if (!isDeepStrictEqual(sums, expected) || sums.some(({ different }) => different > 0)) {
    throw new Error(`The sums by DuckDB are not what verify has found: ${text.join("; ")}`);
  }
  const took = seconds(performance.now() - started);
  console.log(`  sums by DuckDB over the Parquet, in ${took}: equal to verify's, to the kilogram: ${text.join("; ")}`);
}
