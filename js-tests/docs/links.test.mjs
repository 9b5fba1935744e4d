import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { apps } from "../runtimes/lib/fixture.mjs";
import { brokenLinks } from "./markdown.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const guides = readdirSync(path.join(root, "docs")).filter((name) => name.endsWith(".md"));
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  "benches/README.md",
  "examples/README.md",
  ...apps.map((name) => `examples/${name}/README.md`),
  "www/README.md",
  ".github/pull_request_template.md",
  ...guides.map((name) => `docs/${name}`),
].filter((page) => existsSync(path.join(root, page)));

describe("the project's pages", () => {
  for (const page of pages) {
    test(`${page} links to what exists`, () => assert.deepEqual(brokenLinks(root, page), []));
  }

  test("are all in the index of guides", () => {
    const index = readFileSync(path.join(root, "docs/README.md"), "utf8");
    assert.deepEqual(
      guides.filter((name) => name !== "README.md" && !index.includes(`](${name})`)),
      [],
    );
  });

  test("to a job begin with code and end with what can go wrong", () => {
    const [, byJob] = readFileSync(path.join(root, "docs/README.md"), "utf8").split("\n## ");
    const jobs = [...byJob.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, name]) => name);
    assert.ok(jobs.length > 7);
    for (const name of jobs) {
      const text = readFileSync(path.join(root, "docs", name), "utf8");
      assert.match(text, /^# .+\n\n[^#`]*(`[^`\n]+`[^#`]*)*\n\n```(ts|sh)\n/, name);
      const sections = text.split("\n## ");
      assert.match(sections.at(-1), /^What can go wrong\n/, name);
    }
  });
});

test("a link that leads nowhere is found", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "links-"));
  const page = '[a](#here) [b](#there) [c](page.md#here) [d](none.md) <img src="none.png"> `[e](code.md)`\n\n## Here\n';
  writeFileSync(path.join(folder, "page.md"), page);
  assert.deepEqual(brokenLinks(folder, "page.md"), ["page.md: #there", "page.md: none.md", "page.md: none.png"]);
  rmSync(folder, { recursive: true });
});
