// Refreshes a copy in PostgreSQL, and prints the report and a verification.
import { RegistryClient } from "isometric-registry";
import { openMirror } from "isometric-registry/mirror";
import { postgresStore } from "isometric-registry/mirror/node";
import pg from "pg";

const { connectionString, baseUrl, clientSecret, schema } = JSON.parse(process.argv[2]);
const registry = new RegistryClient({ baseUrl, clientSecret });
const pool = new pg.Pool({ connectionString });
const mirror = await openMirror(postgresStore(pool, { schema }));
const report = await mirror.refresh(registry);
const verified = await mirror.verify();
console.log(JSON.stringify({ report, verified }));
await mirror.close();
await pool.end();
