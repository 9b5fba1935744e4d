import assert from "node:assert/strict";
import { before, test } from "node:test";
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
  ["pages, lists and clients in the state of Vue, MobX, Svelte and immer", "state.mjs", 10],
  ["pages, lists and clients in React's state", "react.mjs", 2],
  ["pages through serialisers", "serialised.mjs", 5],
  ["lists as observables of RxJS", "rxjs.mjs", 1],
])) {
  test(title, { timeout }, async () => {
    const printed = await run(process.execPath, [program], { cwd: project });
    assert.equal(printed.trim().split("\n").length, count, printed);
  });
}
