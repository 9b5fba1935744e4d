import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
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

// The newest compiler does them all; the older ones are slow, and differ in other things.
const runs = [
  ["5.9", "nodenext"],
  ["6.0", "bundler"],
  ...Object.keys(resolutions).map((resolution) => ["7.0", resolution]),
];

for (const [version, resolution] of runs) {
  test(`TypeScript ${version}: ${resolution}`, { timeout }, async () => {
    const tsc = path.join(await installTools("typescript"), `node_modules/typescript-${version}/bin/tsc`);
    await run(process.execPath, [tsc, "--project", project, ...resolutions[resolution]], { cwd: project });
  });
}
