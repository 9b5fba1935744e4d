import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { RegistryClient } from "isometric-registry";
import { models, resources } from "../../node_modules/isometric-registry/dist/generated/commands.js";

const read = (file) => readFileSync(new URL(`../../node_modules/isometric-registry/${file}`, import.meta.url), "utf8");
const llms = read("llms.txt");
const skill = read("SKILL.md");

describe("the files for assistants", () => {
  test("has every property of every answer, with its type and what it is", () => {
    assert.ok(Object.keys(models).length > 15);
    for (const [model, fields] of Object.entries(models)) {
      const [, section] = llms.split(`\n### ${model}\n`);
      assert.ok(section, model);
      const [lines] = section.split("\n### ");
      for (const { name } of fields) {
        assert.match(lines, new RegExp(`^- \`${name}\\??: [^\`]+\`: \\S.*\\.$`, "m"), `${model}.${name}`);
        assert.match(skill, new RegExp(`^- \`${model} \\{.* ${name}\\??: `, "m"), `${model}.${name}`);
      }
    }
  });

  test("name the unit of kilograms", () => {
    const kilograms = Object.entries(models).flatMap(([model, fields]) =>
      fields.filter(({ kind }) => kind === "kilograms").map(({ name }) => ({ model, name })),
    );
    assert.ok(kilograms.length > 5);
    for (const { model, name } of kilograms) {
      const [lines] = llms.split(`\n### ${model}\n`)[1].split("\n### ");
      assert.match(lines, new RegExp(`^- \`${name}: bigint\`: .* In kilograms\\.$`, "m"), `${model}.${name}`);
    }
  });

  test("has every operation as the client has it", () => {
    const registry = new RegistryClient({ baseUrl: "http://localhost/v0" });
    const operations = resources.flatMap((resource) => resource.operations);
    assert.equal(operations.length, 41);
    for (const { name, request } of operations) {
      const [resource, method] = name.split(".");
      assert.equal(typeof registry[resource][method], "function", name);
      assert.ok(skill.includes(`\n- \`registry.${name}(`), name);
      const line = llms.split("\n").find((line) => line.startsWith(`- \`registry.${name}(`));
      assert.ok(line?.includes(`\`${request}\``), name);
    }
  });

  test("has the ten rules of the guide", () => {
    const rules = readFileSync(new URL("../../docs/rules.md", import.meta.url), "utf8").match(/^\d+\. \*\*.*\*\*/gm);
    assert.equal(rules.length, 10);
    for (const text of [llms, skill]) {
      assert.deepEqual(text.match(/^\d+\. \*\*.*\*\*/gm), rules);
    }
  });

  test("names every guide", () => {
    const pages = read("docs/README.md").match(/\]\([^)]+\)/g);
    assert.ok(pages.length > 10);
    for (const page of pages) {
      assert.ok(llms.includes(page.replace("](../", "](").replace(/\]\((?=[\w-]+\.md)/, "](docs/")), page);
    }
  });

  test("begins as skills do", () => {
    assert.match(skill, /^---\nname: isometric-registry\ndescription: .{40,1000}\n---\n\n# /);
    assert.match(llms, /^# isometric-registry\n\n> /);
  });
});
