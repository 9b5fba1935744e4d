// Tables for stores to be compared by: keys of one and two columns; an index; a staged table; changes.
const column = (name, type) => ({ name, type });

const ONE = [
  column("id", "text"),
  column("kg", "integer"),
  column("degrees", "real"),
  column("note", "text"),
  column("gone_at", "integer"),
];

const tables = [
  { name: "one", key: 1, columns: ONE, indexes: [{ name: "one_by_note", columns: ["note", "id"] }] },
  { name: "staged_one", key: 1, columns: ONE, indexes: [{ name: "staged_one_by_note", columns: ["note", "id"] }] },
  {
    name: "two",
    key: 2,
    columns: [column("list", "text"), column("seq", "integer"), column("said", "text")],
    indexes: [],
  },
  {
    name: "changes",
    key: 1,
    columns: [
      column("seq", "integer"),
      column("at", "integer"),
      column("refresh", "integer"),
      column("table_name", "text"),
      column("id", "text"),
      column("change", "text"),
      column("before", "text"),
    ],
    indexes: [],
  },
];

const statements = (types, tail) =>
  tables.flatMap(({ name, key, columns, indexes }) => {
    const names = columns.slice(0, key).map((one) => one.name);
    const defined = columns.map(
      (one) => `${one.name} ${types[one.type]}${names.includes(one.name) ? " NOT NULL" : ""}`,
    );
    return [
      `CREATE TABLE IF NOT EXISTS ${name} (${defined.join(", ")}, PRIMARY KEY (${names.join(", ")}))${tail}`,
      ...indexes.map((index) => `CREATE INDEX IF NOT EXISTS ${index.name} ON ${name} (${index.columns.join(", ")})`),
    ];
  });

/** @type {any} */
export const schema = {
  format: 1,
  tables,
  sqlite: statements({ text: "TEXT", integer: "INTEGER", real: "REAL" }, " STRICT, WITHOUT ROWID"),
  postgres: statements({ text: 'text COLLATE "C"', integer: "bigint", real: "double precision" }, ""),
};
