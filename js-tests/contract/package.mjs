import { readFileSync } from "node:fs";

const dist = new URL("../../node_modules/isometric-registry/dist/", import.meta.url);

/** Where the packed package's declarations begin. */
export const declarations = new URL("index.d.ts", dist);

/** The packed package's table of operations: method and path, by name. */
export const { operations } = await import(new URL("generated/operations.js", dist).href);

/** The model names of `fromJson`. */
export const modelNames = [
  ...readFileSync(new URL("generated/models.d.ts", dist), "utf8").matchAll(/^ +"(.+)": .+;$/gm),
].map(([, name]) => name);
