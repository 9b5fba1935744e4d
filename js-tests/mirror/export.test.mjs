import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { before, describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import { BrokenCopyError, memoryStore, openMirror, UnfinishedCopyError } from "isometric-registry/mirror";
import { exportFolder, FileExistsError } from "isometric-registry/mirror/node";
import { generator } from "../local/support.mjs";
import { columnsOf, duckdb } from "./duckdb.mjs";
import { sumsOf, verifiedSums } from "./export-sums.mjs";
import { folder, run, served, start } from "./support.mjs";

const timeout = 240_000;

const TABLES =
  "suppliers projects documents issuances deliveries transfers retirements credit_batches organisations record_batches changes".split(
    " ",
  );

/** @type {readonly ("parquet" | "ndjson")[]} */
const FORMATS = ["parquet", "ndjson"];

/** A copy of a registry in memory, and the tables of its store. */
async function copied(t) {
  const given = await served(t);
  const store = memoryStore();
  const tables = new Map();
  const open = store.open.bind(store);
  store.open = (schema) => {
    for (const table of schema.tables) {
      tables.set(
        table.name,
        table.columns.map(({ name }) => name),
      );
    }
    return open(schema);
  };
  const mirror = await openMirror(store);
  await mirror.refresh(given.registry);
  return { ...given, store, tables, mirror };
}

/** How DuckDB reads a file of an export. */
const from = (format, here, table) =>
  format === "parquet" ? `'${here}/${table}.parquet'` : `read_json('${here}/${table}.ndjson', sample_size = -1)`;

describe("an export", { timeout }, () => {
  /** A copy that no test changes. */
  let sample;
  before(async () => {
    const local = await createLocalRegistry();
    const [{ clientSecret }] = local.accounts;
    const registry = new RegistryClient({ fetch: local.fetch, baseUrl: local.baseUrl, clientSecret });
    const mirror = await openMirror(memoryStore());
    await mirror.refresh(registry);
    sample = { mirror, registry };
  });

  for (const format of FORMATS) {
    test(`as ${format} is what the registry says, to the kilogram, as DuckDB reads it`, async (t) => {
      const { mirror, registry } = sample;
      const here = await folder(t);
      const { files, digest, refresh } = await mirror.export({ to: exportFolder(here), format });
      const ask = await duckdb(t);
      const all = (table) => from(format, here, table);
      const verified = await mirror.verify();
      assert.equal(digest, verified.digest);
      for (const { table, rows } of verified.rows) {
        const [{ count }] = await ask(`SELECT count(*) AS count FROM ${all(table)}`);
        assert.deepEqual([Number(count), files.find((file) => file.table === table).rows], [rows, rows], table);
      }
      const [sums] = await ask(
        `SELECT (SELECT sum(size_kg) FROM ${all("credit_batches")} WHERE status = 'retired') AS batches_retired,
          (SELECT sum(credit_batch_size_total_kg) FROM ${all("retirements")}) AS retired,
          (SELECT sum(size_kg) FROM ${all("record_batches")} JOIN ${all("credit_batches")} AS batches ON id = batch_id
            WHERE record_id IN (SELECT id FROM ${all("retirements")})) AS taken,
          (SELECT sum(size_kg) FROM ${all("credit_batches")} WHERE status = 'active') AS held,
          (SELECT sum(credit_batch_size_total_kg) FROM ${all("issuances")}) AS issued`,
      );
      const listed = await registry.retirements.list().toArray();
      const retired = listed.reduce((sum, each) => sum + each.credit_batch_size_total.credit_kgs, 0n);
      const { holdings } = await mirror.holdingsAt();
      const held = holdings.reduce((sum, { creditKgs }) => sum + creditKgs, 0n);
      assert.deepEqual(Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, BigInt(sum)])), {
        batches_retired: retired,
        retired,
        taken: retired,
        held,
        issued: held + retired,
      });
      const added = await sumsOf(ask, all);
      assert.deepEqual(added, verifiedSums(verified));
      assert.ok(added.every(({ equal, different }) => equal > 20 && different === 0));
      const [{ id, at, notes }] = await ask(
        `SELECT id, epoch_us(retired_at::TIMESTAMPTZ) AS at, notes FROM ${all("retirements")} ORDER BY retired_at, id LIMIT 1`,
      );
      const first = listed.find((each) => each.id === id);
      assert.deepEqual([notes, Number(at / 1000n)], [first.notes, Date.parse(first.retired_at)]);
      const summary = JSON.parse(await readFile(path.join(here, "export.json"), "utf8"));
      assert.deepEqual([summary.digest, summary.refresh, summary.files], [digest, refresh, files]);
      const expected = [...TABLES.map((table) => `${table}.${format}`), "export.json"].sort();
      assert.deepEqual((await readdir(here)).sort(), expected);
    });
  }

  test("has the types of what its columns hold, and says what it is of", async (t) => {
    const { mirror } = sample;
    const here = await folder(t);
    const { digest, refresh, refreshedAt, origin } = await mirror.export({ to: exportFolder(here), withJson: true });
    const ask = await duckdb(t);
    const types = {};
    for (const table of TABLES) {
      for (const [name, type] of Object.entries(await columnsOf(ask, from("parquet", here, table)))) {
        types[`${table}.${name}`] = type;
      }
    }
    const of = (pattern) => Object.keys(types).filter((name) => pattern.test(name));
    const hold = (pattern, type) => {
      assert.ok(of(pattern).length > 0, String(pattern));
      for (const name of of(pattern)) {
        assert.equal(types[name], type, name);
      }
    };
    hold(/_kg$|changes\.(seq|refresh)$/, "BIGINT");
    hold(/(issued|delivered|transferred|retired|seen|gone)_at$|\.at$/, "TIMESTAMP WITH TIME ZONE");
    hold(/_on$|reporting_period_(start|end)_at$/, "DATE");
    hold(/(^|_|\.)id$|\.name$|\.json$|\.unknown$/, "VARCHAR");
    hold(/location_(latitude|longitude)$/, "DOUBLE");
    assert.deepEqual(of(/_us$/), []);
    const rows = await ask(
      `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${here}/projects.parquet')`,
    );
    assert.deepEqual(Object.fromEntries(rows.map(({ key, value }) => [key, value])), {
      "isometric_registry.origin": origin,
      "isometric_registry.table": "projects",
      "isometric_registry.table_format": "2",
      "isometric_registry.refresh": String(refresh),
      "isometric_registry.refreshed_at": new Date(refreshedAt).toISOString(),
      "isometric_registry.digest": digest,
    });
    const packed = await ask(`SELECT DISTINCT compression FROM parquet_metadata('${here}/credit_batches.parquet')`);
    assert.deepEqual(packed, [{ compression: "SNAPPY" }]);
  });

  test("keeps 64-bit integers, microseconds, any text and the records' bytes exact", async (t) => {
    const { mirror, store, tables } = await copied(t);
    const here = await folder(t);
    const [row] = await store.read("retirements", [], { prefix: [], limit: 1 });
    const names = tables.get("retirements");
    const odd = 'a\u0000b\n"𝄞"\u{10fffd} ü\\';
    const kilograms = ["9007199254740993", "9223372036854775807", "-9223372036854775808", 0];
    const us = 1_700_000_000_000_001;
    await store.write(
      kilograms.map((kg, at) => {
        const set = { id: `rtr_ODD${at}`, credit_batch_size_total_kg: kg, notes: odd, retired_at_us: us };
        return {
          write: "put",
          table: "retirements",
          row: names.map((name, place) => (Object.hasOwn(set, name) ? set[name] : row[place])),
        };
      }),
    );
    const ask = await duckdb(t);
    for (const format of FORMATS) {
      const to = exportFolder(here, { overwrite: true });
      await mirror.export({ to, format, tables: ["retirements"], verify: false, withJson: true });
      const found = await ask(
        `SELECT id, credit_batch_size_total_kg AS kg, notes FROM ${from(format, here, "retirements")}
          WHERE id LIKE 'rtr_ODD%' ORDER BY id`,
      );
      const expected = kilograms.map((kg, at) => [`rtr_ODD${at}`, String(kg), odd]);
      assert.deepEqual(
        found.map(({ id, kg, notes }) => [id, String(kg), notes]),
        expected,
        format,
      );
    }
    const [{ at, json }] = await ask(
      `SELECT epoch_us(retired_at) AS at, json FROM '${here}/retirements.parquet' WHERE id = 'rtr_ODD0'`,
    );
    assert.deepEqual([at, json], [BigInt(us), row[names.indexOf("json")]]);
  });

  test("writes many row groups that read as one table", async (t) => {
    const { mirror, store, tables } = await copied(t);
    const here = await folder(t);
    const [row] = await store.read("changes", [], { prefix: [], limit: 1 });
    const last = (await mirror.verify()).seq;
    const seq = tables.get("changes").indexOf("seq");
    const more = 50_000;
    await store.write(
      Array.from({ length: more }, (_, at) => ({
        write: /** @type {const} */ ("put"),
        table: "changes",
        row: row.map((cell, place) => (place === seq ? last + at + 1 : cell)),
      })),
    );
    await mirror.export({ to: exportFolder(here), tables: ["changes"], verify: false });
    const ask = await duckdb(t);
    const [{ count, most, gaps }] = await ask(
      `SELECT count(*) AS count, max(seq) AS most, count(DISTINCT seq) AS gaps FROM '${here}/changes.parquet'`,
    );
    assert.deepEqual([count, most, gaps].map(Number), [last + more, last + more, last + more]);
    const [{ groups }] = await ask(
      `SELECT num_row_groups AS groups FROM parquet_file_metadata('${here}/changes.parquet')`,
    );
    assert.ok(groups > 2n);
  });

  test("keeps nothing of what it has written in memory", async (t) => {
    const { mirror, store, tables } = await copied(t);
    const [row] = await store.read("changes", [], { prefix: [], limit: 1 });
    const names = tables.get("changes");
    const last = (await mirror.verify()).seq;
    await store.write(
      Array.from({ length: 120_000 }, (_, at) => {
        const set = { seq: last + at + 1, id: `ctb_${String(at).padStart(16, "0")}` };
        return { write: "put", table: "changes", row: names.map((name, place) => set[name] ?? row[place]) };
      }),
    );
    const collect = garbageCollector();
    const kept = [];
    const write = async () => {
      collect();
      kept.push(process.memoryUsage().arrayBuffers);
    };
    const to = { ...target(exportFolder(await folder(t))), open: async () => ({ write, close: async () => {} }) };
    await mirror.export({ to: { ...to, publish: async () => {} }, tables: ["changes"], verify: false });
    assert.ok(kept.length > 6);
    // The ids of a row group take more than a megabyte.
    assert.ok(Math.min(...kept.slice(3, 6)) - kept[0] < 1e6, String(kept));
  });

  test("is seen whole or not at all when it is killed, and what that leaves is removed", async (t) => {
    const { baseUrl, clientSecret } = await served(t);
    const here = await folder(t);
    const file = path.join(here, "registry.db");
    await run("copy.mjs", { path: file, baseUrl, clientSecret });
    const out = path.join(here, "out");
    const input = { path: file, folder: out };
    const ask = await duckdb(t);
    const below = generator(24);
    for (let killed = 0; killed < 3; killed += 1) {
      const { child, ended } = await start("export.mjs", { ...input, times: 50 });
      await once(child.stderr, "data");
      for (let reads = below(6); reads >= 0; reads -= 1) {
        const [{ count }] = await ask(`SELECT count(*) AS count FROM '${out}/credit_batches.parquet'`);
        assert.ok(count > 1000n);
      }
      child.kill("SIGKILL");
      await ended;
      for (const name of (await readdir(out)).filter((one) => one.endsWith(".parquet"))) {
        await ask(`SELECT count(*) FROM '${out}/${name}'`);
      }
    }
    await run("export.mjs", input);
    assert.deepEqual(
      (await readdir(out)).filter((name) => name.startsWith(".")),
      [],
    );
  });

  test("leaves files that are there alone, unless it may overwrite them", async (t) => {
    const { mirror } = sample;
    const here = await folder(t);
    const file = path.join(here, "projects.parquet");
    await writeFile(file, "mine");
    await assert.rejects(
      mirror.export({ to: exportFolder(here) }),
      (error) => error instanceof FileExistsError && error.path === file,
    );
    assert.deepEqual([await readdir(here), await readFile(file, "utf8")], [["projects.parquet"], "mine"]);
    await mirror.export({ to: exportFolder(here, { overwrite: true }), tables: ["projects"] });
    assert.deepEqual((await readdir(here)).sort(), ["export.json", "projects.parquet"]);
    assert.equal((await readFile(file)).subarray(0, 4).toString(), "PAR1");
  });

  test("writes nothing of a copy that is unfinished or breaks a law, and nothing when it is ended", async (t) => {
    const { mirror, store, tables } = await copied(t);
    const here = await folder(t);
    const out = path.join(here, "out");
    const empty = await openMirror(memoryStore());
    await assert.rejects(empty.export({ to: exportFolder(out) }), UnfinishedCopyError);
    const ended = new AbortController();
    const onProgress = ({ table }) => table === "credit_batches" && ended.abort(new Error("enough"));
    await assert.rejects(mirror.export({ to: exportFolder(out), onProgress, signal: ended.signal }), /enough/);
    assert.deepEqual(await readdir(out), []);
    const [row] = await store.read("issuances", [], { prefix: [], limit: 1 });
    const kg = tables.get("issuances").indexOf("credit_batch_size_total_kg");
    const wrong = row.map((cell, place) => (place === kg ? 1 : cell));
    await store.write([{ write: "put", table: "issuances", row: wrong }]);
    await assert.rejects(mirror.export({ to: exportFolder(out) }), (error) => {
      assert.ok(error instanceof BrokenCopyError);
      assert.ok(error.report.laws.some(({ law, broken }) => law === "issuance_parts" && broken > 0));
      return true;
    });
    assert.deepEqual(await readdir(out), []);
    const { digest } = await mirror.export({ to: exportFolder(out), verify: false });
    assert.equal(digest, null);
  });

  test("says what is wrong with what it is given, and hands on what a target throws", async (t) => {
    const { mirror } = sample;
    const here = await folder(t);
    const to = exportFolder(path.join(here, "out"));
    for (const [options, message] of /** @type {[any, RegExp][]} */ ([
      [{}, /mirror\.export: to: expected a target such as exportFolder\(path\)/],
      [{ to, format: "csv" }, /format: expected parquet, ndjson, got "csv"/],
      [{ to, tables: ["projects", "mirror"] }, /tables\[1\]: expected suppliers, .*, changes, got "mirror"/],
      [{ to, views: [7] }, /views\[0\]: expected offsetsdb, got number/],
      [{ to, tables: [], views: [] }, /tables: expected a table or a view, got none/],
    ])) {
      await assert.rejects(mirror.export(options), message);
    }
    await writeFile(path.join(here, "file"), "");
    await assert.rejects(mirror.export({ to: exportFolder(path.join(here, "file")) }), /EEXIST|ENOTDIR/);
    assert.throws(() => exportFolder(/** @type {any} */ (undefined)), /exportFolder expects the path of a folder/);
    await mkdir(path.join(here, "out"));
    const full = { ...target(to), open: async () => Promise.reject(new Error("the disk is full")) };
    await assert.rejects(mirror.export({ to: full }), /the disk is full/);
    assert.deepEqual(await readdir(path.join(here, "out")), []);
  });
});

/** What frees all that nobody has any more. */
function garbageCollector() {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}

/** A target that does what another does. */
const target = (to) => ({
  begin: (files) => to.begin(files),
  open: (file) => to.open(file),
  publish: () => to.publish(),
  discard: () => to.discard(),
});
