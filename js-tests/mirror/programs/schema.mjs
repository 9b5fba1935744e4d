// Tables for stores to be compared by: keys of one and two columns; an index.
const column = (name, type) => ({ name, type });

const statements = (text, integer, real, tail) => [
  `CREATE TABLE IF NOT EXISTS one (id ${text} NOT NULL, kg ${integer}, degrees ${real}, note ${text}, PRIMARY KEY (id))${tail}`,
  "CREATE INDEX IF NOT EXISTS one_by_note ON one (note, id)",
  `CREATE TABLE IF NOT EXISTS two (list ${text} NOT NULL, seq ${integer} NOT NULL, said ${text}, PRIMARY KEY (list, seq))${tail}`,
];

/** @type {any} */
export const schema = {
  format: 1,
  tables: [
    {
      name: "one",
      key: 1,
      columns: [column("id", "text"), column("kg", "integer"), column("degrees", "real"), column("note", "text")],
      indexes: [{ name: "one_by_note", columns: ["note", "id"] }],
    },
    {
      name: "two",
      key: 2,
      columns: [column("list", "text"), column("seq", "integer"), column("said", "text")],
      indexes: [],
    },
  ],
  sqlite: statements("TEXT", "INTEGER", "REAL", " STRICT, WITHOUT ROWID"),
  postgres: statements('text COLLATE "C"', "bigint", "double precision", ""),
};
