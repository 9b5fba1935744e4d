import assert from "node:assert/strict";
import { before, test } from "node:test";
import { environment } from "./environments.mjs";
import { installFixture } from "./lib/fixture.mjs";
import { run } from "./lib/run.mjs";

const timeout = 480_000;
let project;

before(
  async () => {
    project = await installFixture("state");
  },
  { timeout },
);

for (const [title, program, count] of /** @type {[string, string, number][]} */ ([
  ["Vue, MobX, Svelte and immer", "state.mjs", 10],
  ["React", "react.mjs", 2],
  ["serialisers", "serialised.mjs", 5],
  ["RxJS", "rxjs.mjs", 1],
])) {
  test(environment(title), { timeout }, async () => {
    const printed = await run(process.execPath, [program], { cwd: project });
    assert.equal(printed.trim().split("\n").length, count, printed);
  });
}
