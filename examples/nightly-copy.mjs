import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { toJson } from "isometric-registry";
import { connectToRead } from "./connect.mjs";

const folder = process.argv[2] ?? "target/nightly-copy";
const registry = await connectToRead();
await mkdir(folder, { recursive: true });

const { suppliers, projects, issuances, deliveries, transfers, retirements } = registry;
for (const [name, resource] of Object.entries({ suppliers, projects, issuances, deliveries, transfers, retirements })) {
  const path = join(folder, `${name}.ndjson`);
  await pipeline(Readable.from(lines(resource.list())), createWriteStream(path));
  console.log(path);
}

/** A line of JSON for each node, kilograms exact. */
async function* lines(list) {
  for await (const node of list) {
    yield `${toJson(node)}\n`;
  }
}
