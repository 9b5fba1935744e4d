import { DuckDBInstance } from "@duckdb/node-api";

/**
 * Asks DuckDB, which knows nothing of this package. Integers of 64 bits come as bigints.
 *
 * @returns {Promise<(sql: string) => Promise<any[]>>}
 */
export async function duckdb(t) {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  t.after(() => {
    connection.closeSync();
    instance.closeSync();
  });
  return async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
}

/** The columns of what can be selected from, and their types. */
export async function columnsOf(ask, from) {
  const columns = await ask(`DESCRIBE SELECT * FROM ${from}`);
  return Object.fromEntries(columns.map(({ column_name, column_type }) => [column_name, column_type]));
}
