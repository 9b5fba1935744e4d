// The journal that docs/transactions.md shows, out of that page itself, on a connection to a real server.
import { readFileSync } from "node:fs";
import { transform } from "esbuild";
import pg from "pg";

const page = readFileSync(new URL("../../docs/transactions.md", import.meta.url), "utf8");

/** The table that the page tells to create. */
export const [, table] = /^```sql\n(.*?)^```/ms.exec(page);

const shown = [...page.matchAll(/^```ts\n(.*?)^```/gms)]
  .map(([, code]) => code)
  .find((code) => code.includes("postgresJournal"));
const { code } = await transform(shown, { loader: "ts", target: "es2022", format: "esm" });
const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);

/** A journal in the database of a connection string. */
export function postgresJournal(connectionString) {
  const pool = new pg.Pool({ connectionString, max: 4 });
  return { ...module.postgresJournal(pool), close: () => pool.end() };
}
