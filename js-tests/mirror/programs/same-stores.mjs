// Does the same to a store in memory, one in SQLite and one in PostgreSQL, and compares what they give.
import assert from "node:assert/strict";
import { memoryStore } from "isometric-registry/mirror";
import { postgresStore, sqliteStore } from "isometric-registry/mirror/node";
import pg from "pg";
import { generator } from "../../local/support.mjs";
import { schema } from "./schema.mjs";

const { connectionString, path, rounds } = JSON.parse(process.argv[2]);
const pool = new pg.Pool({ connectionString });
const stores = [memoryStore(), await sqliteStore(path), postgresStore(pool, { schema: "same" })];
for (const store of stores) {
  await store.open(schema);
}
const below = generator(23);
const pick = (list) => list[below(list.length)];
const TEXTS = ["", "a", "A", "ä", "a\u0000b", "\u{10fffd}", "\u{10fffd}0", "z", "[]", "𝄞", "'; --", "\ud7ff"];
const INTEGERS = [0, 1, -1, 2 ** 53 - 1, "9007199254740993", "9223372036854775807", "-9223372036854775808"];
const REALS = [0.5, -1.25, 1e300, 59.913, 0];

function cellOf({ type, name }) {
  // Numbers that rows are in the order of are small.
  const integers = name === "seq" ? INTEGERS.slice(0, 4) : INTEGERS;
  return pick(type === "text" ? TEXTS : type === "integer" ? integers : REALS);
}
const rowOf = ({ columns, key }) =>
  // No order of a store has a column that may be null.
  columns.map((column, place) => (place >= key && column.name !== "note" && below(4) === 0 ? null : cellOf(column)));
let changes = 0;
const keyOf = ({ columns, key }, count = key) => columns.slice(0, count).map(cellOf);

/** @returns {any} */
function writeOf() {
  const table = pick(schema.tables.filter(({ name }) => name !== "changes"));
  switch (below(10)) {
    case 0:
      return { write: "delete", table: table.name, key: keyOf(table) };
    case 1:
      return { write: "clear", table: table.name, prefix: keyOf(table, below(table.key + 1) && 1) };
    case 2:
      return { write: "copy", from: "staged_one", table: "one" };
    case 3:
      changes += 1000;
      return { write: "added", from: "staged_one", table: "one", seq: changes, at: 2 ** 41, refresh: 7 };
    default:
      return { write: "put", table: table.name, row: rowOf(table) };
  }
}

/** @returns {any} */
function readOf() {
  const table = pick(schema.tables);
  const columns = below(2) === 0 ? [] : [...new Set([pick(table.columns).name, table.columns[0].name])];
  const index = pick([undefined, ...table.indexes]);
  const order = (index?.columns ?? table.columns.slice(0, table.key).map(({ name }) => name)).map((name) =>
    table.columns.find((column) => column.name === name),
  );
  const begin = (count) => order.slice(0, count).map(cellOf);
  const wanted = [
    () => ({ keys: Array.from({ length: below(4) + 1 }, () => keyOf(table)) }),
    () => ({
      index: index?.name,
      prefixes: [...new Set(Array.from({ length: 2 }, () => cellOf(order[0])))].map((c) => [c]),
    }),
    () => {
      const prefix = begin(below(order.length));
      const after = below(2) === 0 ? undefined : order.slice(prefix.length).map(cellOf);
      return { index: index?.name, prefix, after, limit: below(5) + 1 };
    },
  ];
  return [table.name, columns, pick(wanted)()];
}

let reads = 0;
for (let round = 0; round < rounds; round += 1) {
  const writes = Array.from({ length: below(8) }, writeOf);
  const way = below(4);
  for (const store of stores) {
    if (way === 0) {
      await store.write(writes);
      continue;
    }
    await store.begin("write");
    await store.write(writes);
    await (way === 1 ? store.rollback() : store.commit());
  }
  const isRead = below(2) === 0;
  const asked = Array.from({ length: 6 }, readOf);
  const found = [];
  for (const store of stores) {
    if (isRead) {
      await store.begin("read");
    }
    const rows = [];
    for (const read of asked) {
      const [table, columns, wanted] = read;
      rows.push(await store.read(table, columns, wanted));
    }
    found.push(rows);
    await store.rollback();
  }
  assert.deepEqual(found[1], found[0], `SQLite differs from memory in round ${round}: ${JSON.stringify(asked)}`);
  assert.deepEqual(found[2], found[0], `PostgreSQL differs from memory in round ${round}: ${JSON.stringify(asked)}`);
  reads += found[0].flat().filter((row) => row !== null).length;
}
const [unlock, other] = [await stores[2].lock(), postgresStore(pool, { schema: "same" })];
await other.open(schema);
await assert.rejects(async () => other.lock(), /another process writes to the schema same/);
await unlock();
await (await other.lock())();
for (const store of stores) {
  await store.close();
}
await pool.end();
console.log(JSON.stringify({ reads }));
