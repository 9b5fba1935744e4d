import { openMirror } from "isometric-registry/mirror";
import { sqliteStore } from "isometric-registry/mirror/node";
import { connectToRead } from "./connect.mjs";

// The first night copies everything, later nights only what is new. SQLite comes with Node 22.13 and newer.
const file = process.argv[2] ?? "target/registry.db";
const registry = await connectToRead();
const mirror = await openMirror(await sqliteStore(file));
let broken;
let problems;
try {
  const { requests, changes, unproved, quarantined } = await mirror.refresh(registry);
  const { laws, digest } = await mirror.verify();
  broken = laws.filter((law) => law.broken > 0);
  console.log(
    `${file}: ${changes} changes with ${requests} requests, ${laws.length - broken.length} of ${laws.length} laws hold`,
  );
  for (const { says, first } of broken) {
    console.log(`broken: ${says} ${first}`);
  }
  problems = [...unproved, ...quarantined];
  for (const { list, reason } of problems) {
    console.log(`${list}: not complete: ${reason}`);
  }
  console.log(`digest ${digest}`);
} finally {
  await mirror.close();
}

// Any tool can query it.
const { DatabaseSync } = await import("node:sqlite");
const rows = new DatabaseSync(file, { readOnly: true })
  .prepare(
    `SELECT projects.name, vintage, retired_kg
     FROM retired_by_project_and_vintage JOIN projects ON projects.id = project_id
     ORDER BY retired_kg DESC LIMIT 3`,
  )
  .all();
for (const { name, vintage, retired_kg } of rows) {
  console.log(`${name}, ${vintage}: ${retired_kg} kg retired`);
}
process.exitCode = broken.length + problems.length > 0 ? 1 : 0;
