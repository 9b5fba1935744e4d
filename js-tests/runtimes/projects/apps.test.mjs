import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { apps, installFixtureBesideApps, manifestOf } from "../lib/fixture.mjs";
import { run } from "../lib/run.mjs";

const examples = fileURLToPath(new URL("../../../examples/", import.meta.url));

// The tests install what all apps need in one folder, in which an app would also find what only another declares.
for (const name of apps) {
  test(`${name} declares the packages that it imports`, () => {
    const { dependencies, devDependencies } = manifestOf(name);
    const imported = new Set(sources(path.join(examples, name)).flatMap(packagesIn));
    assert.deepEqual([...imported].filter((each) => !(each in { ...dependencies, ...devDependencies })).sort(), []);
    assert.ok(imported.has("isometric-registry"));
  });
}

test("all apps declare the same version of a package", () => {
  const versions = new Map();
  for (const { dependencies, devDependencies } of apps.map(manifestOf)) {
    for (const [each, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      assert.equal(versions.get(each) ?? version, version, each);
      versions.set(each, version);
    }
  }
});

test("the hooks and helpers of React's TanStack Query take the options, and give the types of the answers", async () => {
  const cwd = await installFixtureBesideApps("react-query");
  await run(process.execPath, ["../node_modules/typescript/bin/tsc"], { cwd, timeout: 200_000 });
});

const sources = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/\/(node_modules|dist|\.next)\//.test(file));

/** The packages that a module imports. */
const packagesIn = (file) =>
  [...readFileSync(file, "utf8").matchAll(/(?:\bfrom|\bimport\(?) ?"([^".][^"]*)"/g)]
    .map(([, specifier]) => /^(@[^/]+\/)?[^/]+/.exec(specifier)[0])
    .filter((name) => !name.startsWith("node:") && !builtinModules.includes(name));
