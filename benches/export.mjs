import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { nodeWithSqlite } from "../js-tests/mirror/support.mjs";

const SIZE = Number(process.env.EXPORT_BATCHES ?? 100_000);

/** How many batches are copied; the others are these again, under other ids. */
const COPIED = 10_000;

const file = (name) => fileURLToPath(new URL(`lib/${name}`, import.meta.url));

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/** Exports of a large copy in SQLite: time and memory for each format. */
export async function benchExport() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "export-bench-"));
  const node = await nodeWithSqlite();
  const run = async (program, input) => {
    const { stdout } = await promisify(execFile)(node, ["--no-warnings", file(program), JSON.stringify(input)]);
    return JSON.parse(stdout);
  };
  const database = path.join(folder, "registry.db");
  const server = spawn(process.execPath, [file("mirror-server.mjs"), String(COPIED)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await once(server.stdout, "data");
    const { baseUrl, clientSecret } = JSON.parse(line);
    await run("mirror-copy.mjs", { what: "refresh", path: database, baseUrl, clientSecret });
    server.kill();
    const { batches } = await run("export-copy.mjs", { what: "grow", path: database, times: SIZE / COPIED });
    console.log(`\nExports of a copy of ${batches} credit batches in SQLite, which is not verified`);
    for (const [name, options] of /** @type {[string, object][]} */ ([
      ["every table, as Parquet", { format: "parquet" }],
      ["every table, as NDJSON", { format: "ndjson" }],
      ["the tables of OffsetsDB, as Parquet", { format: "parquet", views: ["offsetsdb"] }],
    ])) {
      const out = path.join(folder, "out");
      const { ms, busy, peak, rows, bytes } = await run("export-copy.mjs", {
        what: "export",
        path: database,
        out,
        options,
      });
      await rm(out, { recursive: true });
      console.log(
        `  ${name}: ${seconds(ms)} (${seconds(busy)} of processor), ${megabytes(peak)}; ${rows} rows, ${megabytes(bytes)} of files`,
      );
    }
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}
