import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "./paths.mjs";
import { timed } from "./run.mjs";

/**
 * Runs a step of the build unless its inputs and outputs are unchanged since the last run.
 * `inputs` and `outputs` are files and folders of the work tree; `facts` are strings that matter as well.
 *
 * @param {{ name: string, title: string, inputs: string[], outputs: string[], facts?: string[] }} plan
 * @param {() => unknown} work
 */
export async function step({ name, title, inputs, outputs, facts = [] }, work) {
  const stamp = inRoot("target/steps", name);
  const given = hash(inputs, facts); // computed before the work, during which a source may be edited
  const state = () => `${given} ${hash(outputs)}`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === state()) {
    return;
  }
  await timed(title, work);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, state());
}

function hash(entries, facts = []) {
  const sum = createHash("sha256");
  for (const fact of facts) {
    sum.update(`${fact}\0`);
  }
  for (const file of entries.flatMap(files)) {
    sum.update(`${file}\0`).update(readFileSync(inRoot(file)));
  }
  return sum.digest("hex");
}

/** The files at or below a path of the work tree, in a stable order. */
export function files(entry) {
  const full = inRoot(entry);
  if (!existsSync(full)) {
    return [];
  }
  if (!statSync(full).isDirectory()) {
    return [entry];
  }
  return readdirSync(full)
    .sort()
    .flatMap((name) => files(path.posix.join(entry, name)));
}
