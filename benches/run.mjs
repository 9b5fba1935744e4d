import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { benches } from "./lib/benches.mjs";

const CONTENDERS = ["openapi-fetch", "@hey-api/openapi-ts", "ajv", "zod"];
const versionOf = (name) =>
  JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;

const all = Object.keys(benches);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  throw new Error(`There is no bench ${unknown}; there are ${all.join(", ")}.`);
}

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}. Medians; ratios are of one round, to the first line or column.`,
);
console.log(`isometric-registry beside ${CONTENDERS.map((name) => `${name} ${versionOf(name)}`).join(", ")}.`);
console.log("In brackets: the quartiles of the ratios.");
const one = fileURLToPath(new URL("lib/one.mjs", import.meta.url));
for (const name of asked.length > 0 ? asked : all) {
  const [status] = await once(spawn(process.execPath, [...process.execArgv, one, name], { stdio: "inherit" }), "close");
  if (status !== 0) {
    process.exitCode = 1;
  }
}
