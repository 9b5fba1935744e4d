import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { page, withTables } from "../../scripts/runtimes.mjs";
import { groups, printed } from "./environments.mjs";

const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");
const environments = Object.values(groups).flatMap((group) => Object.entries(group));

test(`${page} has the tables as they are printed`, () => {
  const text = read(`../../${page}`);
  assert.ok(text.includes(printed()), "`node scripts/runtimes.mjs` prints them");
  assert.equal(withTables(text), text);
});

describe("an environment of the table is one of a test", () => {
  for (const [name, { test: file }] of environments) {
    test(name, () => {
      const source = read(`../${file}`);
      assert.match(source, /environment\(/);
      // As text, or as the key of an object.
      assert.ok(source.includes(`"${name}"`) || source.includes(`  ${name}: `), `${file} does not name it`);
    });
  }
});

test("whatever a test of runtimes installs is in the table", () => {
  const files = readdirSync(new URL("./", import.meta.url), { recursive: true, encoding: "utf8" });
  const tests = files.filter((file) => /^[^/]*(projects\/)?[^/]*\.test\.mjs$/.test(file));
  const installing = tests.filter((file) => /install(Fixture|Tool)\(/.test(read(file)));
  assert.ok(installing.length > 5);
  const named = new Set(environments.map(([, { test: file }]) => file.replace("runtimes/", "")));
  assert.deepEqual(
    installing.filter((file) => !named.has(file)),
    [],
  );
});
