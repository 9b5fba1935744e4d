import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { printed } from "../js-tests/runtimes/environments.mjs";
import { inRoot } from "./lib/paths.mjs";

/** The guide whose tables are printed from what the tests say of their environments. */
export const page = "docs/runtimes.md";

/** The page with the tables below its heading as the tests have them. */
export function withTables(text) {
  return text.replace(/(?<=^## What is tested\n\n.*?\n\n)### .*?(?=^## )/ms, () => `${printed()}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(inRoot(page), withTables(readFileSync(inRoot(page), "utf8")));
}
