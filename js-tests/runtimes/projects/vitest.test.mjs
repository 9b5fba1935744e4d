import { before, describe, test } from "node:test";
import { environment } from "../environments.mjs";
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

  for (const [title, dom, specification] of [
    ["Vitest with jsdom", "jsdom", "page"],
    ["Vitest with happy-dom", "happy-dom", "page"],
    ["Vitest in Node", "node", "server"],
  ]) {
    test(environment(title), () =>
      run(node, ["node_modules/vitest/vitest.mjs", "run", "--environment", dom, `${specification}.spec.mjs`], {
        cwd,
      }),
    );
  }
});
