// Makes the copy of a registry in a file many times as large, in SQL: its issuances with all that came of them are there
// again under other ids, and the totals of projects are as many times as high. All laws hold for it.
import { DatabaseSync } from "node:sqlite";

const { path, times } = JSON.parse(process.argv[2]);

/** The tables whose records are there again, and the kinds of ids in them that are new then. */
const MANIFOLD = {
  issuances: ["iss"],
  deliveries: ["dlv", "ord"],
  transfers: ["tfr"],
  retirements: ["ret"],
  credit_batches: ["ctb", "iss", "dlv", "ret", "rmv"],
  record_batches: ["iss", "dlv", "tfr", "ret", "ctb"],
};

/** Columns in which no such id is. */
const OTHERS = /^(owner|beneficiary|project|supplier|(from|to)_(supplier|organisation)|(\w+_)?organisation)_id$/;

const LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What the ids of a round begin with, instead of the `1` that all begin with. */
const beginningOf = (round) => LETTERS[Math.floor(round / LETTERS.length)] + LETTERS[round % LETTERS.length];

const database = new DatabaseSync(path);
database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; BEGIN");

const columnsOf = (table) =>
  database
    .prepare("SELECT name FROM pragma_table_info(?)")
    .all(table)
    .map(({ name }) => String(name));

/** A column with the ids of a round. */
function renamed(column, kinds, round) {
  const isId = /(^|_)id$|^url$|^json$/.test(column) && !OTHERS.test(column);
  return (isId ? kinds : []).reduce(
    (text, kind) => `replace(${text}, '${kind}_1', '${kind}_${beginningOf(round)}')`,
    `"${column}"`,
  );
}

/** The rows of a table once more: those whose id is an original one. */
function again(table, kinds, round) {
  const columns = columnsOf(table);
  const values = columns.map((name) => renamed(name, kinds, round));
  const originals = kinds
    .map((kind) => `("${columns[0]}" > '${kind}_1' AND "${columns[0]}" < '${kind}_2')`)
    .join(" OR ");
  database.exec(`INSERT INTO ${table} SELECT ${values.join(", ")} FROM ${table} WHERE ${originals} ORDER BY 1, 2`);
}

const counted = () => Number(database.prepare("SELECT count(*) AS batches FROM credit_batches").get().batches);
const copied = counted();
const { seq } = database.prepare("SELECT max(seq) AS seq FROM changes").get();
const names = Object.keys(MANIFOLD).map((table) => `'${table}'`);
const own = `seq <= ${seq} AND table_name IN (${names.join(", ")})`;
const { changes } = database.prepare(`SELECT count(*) AS changes FROM changes WHERE ${own}`).get();
const all = [...new Set(Object.values(MANIFOLD).flat())];
for (let round = 0; round < times - 1; round += 1) {
  for (const [table, of] of Object.entries(MANIFOLD)) {
    again(table, of, round);
  }
  const number = `${Number(seq) + round * Number(changes)} + row_number() OVER (ORDER BY seq)`;
  const values = columnsOf("changes").map((name) => (name === "seq" ? number : renamed(name, all, round)));
  database.exec(`INSERT INTO changes SELECT ${values.join(", ")} FROM changes WHERE ${own} ORDER BY seq`);
}

/** A project whose totals are as many times as high. */
function multiplied(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value;
  }
  if (typeof value.credit_kgs === "number") {
    const credit_kgs = value.credit_kgs * times;
    return { credits: credit_kgs / 1000, credit_kgs };
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, multiplied(one)]));
}
const totals = columnsOf("projects").filter((name) => name.endsWith("_total_kg"));
const sets = totals.map((name) => `"${name}" = "${name}" * ${times}`).join(", ");
const update = database.prepare(`UPDATE projects SET ${sets}, json = ? WHERE id = ?`);
for (const { id, json } of database.prepare("SELECT id, json FROM projects").all()) {
  update.run(JSON.stringify(multiplied(JSON.parse(String(json)))), id);
}
database.exec(
  "UPDATE mirror SET value = json_set(value, '$.seq', (SELECT max(seq) FROM changes)) WHERE name = 'state'",
);
database.exec("COMMIT; PRAGMA journal_mode = WAL");
const batches = counted();
database.close();
if (batches !== copied * times) {
  throw new Error(`There are ${batches} batches, not ${times} times ${copied}: not all ids begin with 1.`);
}
console.log(JSON.stringify({ batches }));
