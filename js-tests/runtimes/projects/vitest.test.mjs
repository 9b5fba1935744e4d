import { before, describe, test } from "node:test";
import { installFixture, installTool } from "../lib/fixture.mjs";
import { run } from "../lib/run.mjs";

describe("Vitest", { timeout: 300_000 }, () => {
  let cwd;
  let node;

  before(async () => {
    cwd = await installFixture("vitest");
    // It needs a newer Node than the package does.
    node = await installTool("node22", "node");
  });

  for (const [environment, specification] of [
    ["jsdom", "page"],
    ["happy-dom", "page"],
    ["node", "server"],
  ]) {
    test(environment, () =>
      run(node, ["node_modules/vitest/vitest.mjs", "run", "--environment", environment, `${specification}.spec.mjs`], {
        cwd,
      }),
    );
  }
});
