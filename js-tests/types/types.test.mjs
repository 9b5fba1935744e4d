import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { environment } from "../runtimes/environments.mjs";
import { installTools } from "../runtimes/lib/fixture.mjs";
import { run } from "../runtimes/lib/run.mjs";

const project = fileURLToPath(new URL("./", import.meta.url));
const timeout = 480_000;

const resolutions = {
  nodenext: ["--module", "nodenext"],
  node16: ["--module", "node16"],
  bundler: ["--module", "esnext", "--moduleResolution", "bundler"],
  "nodenext, in a web worker": ["--module", "nodenext", "--lib", "es2020,webworker"],
};

/** Only the types of the entries: what the examples show wants more of a runtime. */
const entries = fileURLToPath(new URL("entries/all.ts", import.meta.url));

const title = environment("TypeScript, ES modules");

for (const version of ["5.9", "6.0", "7.0"]) {
  test(`${title}, ${version}: without the library dom, with Node's types`, { timeout }, async () => {
    const tsc = path.join(await installTools("typescript"), `node_modules/typescript-${version}/bin/tsc`);
    const strict = ["--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "false"];
    const flags = [
      "--noEmit",
      "--target",
      "es2022",
      "--lib",
      "es2022",
      "--types",
      "node",
      "--module",
      "nodenext",
      ...strict,
    ];
    // The settings beside the file are not those of this compilation; only the older compilers take that as it is.
    const ignore = version === "5.9" ? [] : ["--ignoreConfig"];
    await run(process.execPath, [tsc, ...flags, ...ignore, entries], { cwd: project });
  });
}

// The newest compiler does them all; the older ones are slow, and differ in other things.
const runs = [
  ["5.9", "nodenext"],
  ["6.0", "bundler"],
  ...Object.keys(resolutions).map((resolution) => ["7.0", resolution]),
];

for (const [version, resolution] of runs) {
  test(`${title}, ${version}: ${resolution}`, { timeout }, async () => {
    const tsc = path.join(await installTools("typescript"), `node_modules/typescript-${version}/bin/tsc`);
    await run(process.execPath, [tsc, "--project", project, ...resolutions[resolution]], { cwd: project });
  });
}
