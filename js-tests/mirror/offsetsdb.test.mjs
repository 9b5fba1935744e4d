import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { memoryStore, openMirror } from "isometric-registry/mirror";
import { exportFolder, postgresStore } from "isometric-registry/mirror/node";
import pg from "pg";
import { skip, startPostgres } from "../transactions/postgres-server.mjs";
import { columnsOf, duckdb } from "./duckdb.mjs";
import { folder, run, served } from "./support.mjs";

const timeout = 240_000;

const INTEGER = "BIGINT";
const TEXT = "VARCHAR";
const MOMENT = "TIMESTAMP WITH TIME ZONE";

/**
 * The columns of OffsetsDB's tables and their types, as CarbonPlan's package `offsets-db-data` defines them in
 * `offsets_db_data/models.py`, in the terms of DuckDB. `!` marks those that are never null.
 */
const PUBLISHED = {
  offsetsdb_credits: {
    "id!": INTEGER,
    quantity: INTEGER,
    "project_id!": TEXT,
    vintage: INTEGER,
    transaction_date: MOMENT,
    transaction_type: TEXT,
    retirement_account: TEXT,
    retirement_beneficiary: TEXT,
    retirement_reason: TEXT,
    retirement_note: TEXT,
    retirement_beneficiary_harmonized: TEXT,
  },
  offsetsdb_projects: {
    "project_id!": TEXT,
    name: TEXT,
    "registry!": TEXT,
    proponent: TEXT,
    protocol: "VARCHAR[]",
    category: TEXT,
    "project_type!": TEXT,
    "project_type_source!": TEXT,
    status: TEXT,
    country: TEXT,
    listed_at: MOMENT,
    issued: INTEGER,
    retired: INTEGER,
    first_issuance_at: MOMENT,
    first_retirement_at: MOMENT,
    is_compliance: "BOOLEAN",
    project_url: TEXT,
  },
};

/** What the mirror adds behind them. */
const ADDED = {
  offsetsdb_credits: { quantity_kg: INTEGER, record_id: TEXT },
  offsetsdb_projects: { issued_kg: INTEGER, retired_kg: INTEGER },
};

const VIEWS = Object.keys(PUBLISHED);

/** The names without the marks. */
const bare = (columns) =>
  Object.fromEntries(Object.entries(columns).map(([name, type]) => [name.replace("!", ""), type]));

/** The rows of a view in the order of an export. */
const select = (view) => `SELECT * FROM ${view} ORDER BY 1`;

/** What an export and a view both say: as text, and JSON as its values. */
function plain(rows) {
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        if (value === null || value === undefined) {
          return [name, null];
        }
        if (name === "protocol") {
          return [name, typeof value === "string" ? JSON.parse(value) : value];
        }
        return [name, name === "is_compliance" ? Boolean(value) : String(value)];
      }),
    ),
  );
}

async function exported(mirror, here) {
  await mirror.export({ to: exportFolder(here), format: "ndjson", views: ["offsetsdb"] });
  const lines = async (view) => (await readFile(path.join(here, `${view}.ndjson`), "utf8")).trimEnd().split("\n");
  return Object.fromEntries(
    await Promise.all(VIEWS.map(async (view) => [view, plain((await lines(view)).map((line) => JSON.parse(line)))])),
  );
}

async function copyInMemory(registry) {
  const mirror = await openMirror(memoryStore());
  await mirror.refresh(registry);
  return mirror;
}

describe("the tables of OffsetsDB", { timeout }, () => {
  test("have its columns and types, and whole credits whose kilograms add up", async (t) => {
    const { registry } = await served(t);
    const mirror = await copyInMemory(registry);
    const here = await folder(t);
    await mirror.export({ to: exportFolder(here), views: ["offsetsdb"], tables: ["retirements"] });
    const ask = await duckdb(t);
    for (const view of VIEWS) {
      const from = `'${here}/${view}.parquet'`;
      const columns = await columnsOf(ask, from);
      assert.deepEqual(columns, { ...bare(PUBLISHED[view]), ...ADDED[view] });
      for (const name of Object.keys(PUBLISHED[view]).filter((one) => one.endsWith("!"))) {
        const [{ count }] = await ask(`SELECT count(*) AS count FROM ${from} WHERE ${name.slice(0, -1)} IS NULL`);
        assert.equal(count, 0n, name);
      }
    }
    const [{ retired, listed, off }] = await ask(
      `SELECT (SELECT sum(quantity_kg) FROM '${here}/offsetsdb_credits.parquet' WHERE transaction_type = 'retirement') AS retired,
        (SELECT sum(credit_batch_size_total_kg) FROM '${here}/retirements.parquet') AS listed,
        (SELECT count(*) FROM '${here}/offsetsdb_credits.parquet' WHERE quantity <> quantity_kg // 1000) AS off`,
    );
    assert.deepEqual([String(retired), off], [String(listed), 0n]);
  });

  test("are the same out of memory as SQLite's views", async (t) => {
    const { registry, baseUrl, clientSecret } = await served(t);
    const here = await folder(t);
    const file = path.join(here, "registry.db");
    await run("copy.mjs", { path: file, baseUrl, clientSecret });
    const found = await exported(await copyInMemory(registry), here);
    for (const view of VIEWS) {
      const rows = plain(await run("sql.mjs", { path: file, statements: [select(view)] }));
      assert.ok(rows.length > 20);
      assert.deepEqual(new Set(Object.keys(rows[0])), new Set(Object.keys(found[view][0])));
      assert.deepEqual(found[view], rows, view);
    }
  });

  test("are the same out of memory and out of PostgreSQL, as its views", { skip }, async (t) => {
    const connectionString = await startPostgres(t);
    const { registry } = await served(t);
    const here = await folder(t);
    const pool = new pg.Pool({ connectionString });
    const mirror = await openMirror(postgresStore(pool));
    await mirror.refresh(registry);
    const [stored, inMemory] = [
      await exported(mirror, path.join(here, "stored")),
      await exported(await copyInMemory(registry), path.join(here, "memory")),
    ];
    assert.deepEqual(stored, inMemory);
    for (const view of VIEWS) {
      const { rows } = await pool.query(select(`registry.${view}`));
      assert.deepEqual(stored[view], plain(rows), view);
    }
    await mirror.close();
    await pool.end();
  });
});
