// Makes a copy in a file larger, or exports it; prints how long that took and how much memory.
import { DatabaseSync } from "node:sqlite";
import { openMirror } from "isometric-registry/mirror";
import { exportFolder, sqliteStore } from "isometric-registry/mirror/node";

const { what, path, times, out, options } = JSON.parse(process.argv[2]);

/** Rows once more, under other ids. The JSON of records stays as it is, so that laws do not hold. */
function grow() {
  const database = new DatabaseSync(path);
  const columns = (table) =>
    database
      .prepare("SELECT name FROM pragma_table_info(?)")
      .all(table)
      .map(({ name }) => String(name));
  const again = {
    credit_batches: ["id"],
    issuances: ["id"],
    retirements: ["id"],
    record_batches: ["record_id", "batch_id"],
  };
  const { seq } = database.prepare("SELECT max(seq) AS seq FROM changes").get();
  database.exec("BEGIN");
  for (let round = 1; round < times; round += 1) {
    for (const [table, ids] of Object.entries(again)) {
      const all = columns(table);
      const values = all.map((name) => (ids.includes(name) ? `"${name}" || '-${round}'` : `"${name}"`));
      const own = `instr("${ids.at(-1)}", '-') = 0`;
      database.exec(`INSERT INTO ${table} SELECT ${values.join(", ")} FROM ${table} WHERE ${own}`);
    }
    const values = columns("changes").map((name) => (name === "seq" ? `seq + ${round * Number(seq)}` : `"${name}"`));
    database.exec(`INSERT INTO changes SELECT ${values.join(", ")} FROM changes WHERE seq <= ${seq}`);
  }
  database.exec("COMMIT");
  const { batches } = database.prepare("SELECT count(*) AS batches FROM credit_batches").get();
  database.close();
  return { batches };
}

async function measure() {
  const mirror = await openMirror(await sqliteStore(path));
  const [started, before] = [performance.now(), process.cpuUsage()];
  const { files } = await mirror.export({ ...options, to: exportFolder(out), verify: false });
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  await mirror.close();
  const sum = (name) => files.reduce((total, each) => total + each[name], 0);
  return {
    ms,
    busy: (user + system) / 1000,
    rows: sum("rows"),
    bytes: sum("bytes"),
    peak: process.resourceUsage().maxRSS * 1024,
  };
}

console.log(JSON.stringify(what === "grow" ? grow() : await measure()));
