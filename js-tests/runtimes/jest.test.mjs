import { before, test } from "node:test";
import { environment } from "./environments.mjs";
import { installFixture, installTool } from "./lib/fixture.mjs";
import { assertSixLines } from "./lib/registry.mjs";
import { run } from "./lib/run.mjs";

const timeout = 480_000;
let project;

before(
  async () => {
    project = await installFixture("jest");
  },
  { timeout },
);

/** Runs one of the project's tests by Jest; its runner itself prints to stderr. */
const runs = (program, config, [node, ...flags]) =>
  assertSixLines((options) =>
    run(node, [...flags, "node_modules/jest/bin/jest.js", "--config", `${config}.config.mjs`, program], {
      cwd: project,
      env: { REGISTRY: JSON.stringify(options) },
    }),
  );

const modules = "--experimental-vm-modules";

test(environment("Jest, require"), { timeout }, () => runs("require.spec.js", "transformed", [process.execPath]));

test(environment("Jest, import"), { timeout }, () =>
  runs("import.spec.mjs", "untransformed", [process.execPath, modules]),
);

test(environment("Jest with jsdom"), { timeout }, () => runs("import.spec.mjs", "jsdom", [process.execPath, modules]));

test(environment("Jest on Node 24, require"), { timeout }, async () => {
  const node = await installTool("node24", "node");
  await runs("require.spec.js", "untransformed", [node, modules]);
});
