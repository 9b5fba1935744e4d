// Reads a copy without a pause until its stdin ends. What it sees must always fit together.
import { DatabaseSync } from "node:sqlite";

const { path } = JSON.parse(process.argv[2]);
const database = new DatabaseSync(path, { readOnly: true });
const checks = {
  "retirements and their batches": `SELECT count(*) AS count FROM retirements WHERE credit_batch_size_total_kg <> (
    SELECT coalesce(sum(size_kg), 0) FROM record_batches JOIN credit_batches ON credit_batches.id = batch_id
    WHERE record_id = retirements.id)`,
  "split batches and their children": `SELECT count(*) AS count FROM credit_batches AS parent
    WHERE status = 'split' AND size_kg <> (SELECT coalesce(sum(size_kg), 0) FROM credit_batches WHERE parent_id = parent.id)`,
  "changes and the refresh they are of": `SELECT count(*) AS count FROM changes WHERE refresh >
    (SELECT json_extract(value, '$.refresh') FROM mirror WHERE name = 'state')`,
};
let isOpen = true;
process.stdin.on("end", () => {
  isOpen = false;
});
process.stdin.resume();
const seen = new Set();
let reads = 0;
console.error("reading");
while (isOpen) {
  database.exec("BEGIN");
  const { value } = database.prepare("SELECT value FROM mirror WHERE name = 'state'").get();
  seen.add(JSON.parse(value).refresh);
  for (const [what, sql] of Object.entries(checks)) {
    const { count } = database.prepare(sql).get();
    if (count !== 0) {
      throw new Error(`${what}: ${count} do not fit`);
    }
  }
  database.exec("COMMIT");
  reads += 1;
  await new Promise(setImmediate);
}
console.log(JSON.stringify({ reads, refreshes: [...seen] }));
