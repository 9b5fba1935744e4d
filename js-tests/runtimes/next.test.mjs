import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { environment } from "./environments.mjs";
import { inBrowser, printedBy } from "./lib/browser.mjs";
import { installFixture } from "./lib/fixture.mjs";
import { assertSixLines } from "./lib/registry.mjs";
import { run, start } from "./lib/run.mjs";

const next = "node_modules/next/dist/bin/next";

describe(environment("Next.js"), { timeout: 600_000 }, () => {
  let server;

  before(async () => {
    const cwd = await installFixture("next");
    await run(process.execPath, [next, "build"], { cwd, timeout: 300_000 });
    server = await start(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", "0"], {
      cwd,
    });
  });

  after(() => server?.stop());

  test("a route handler", () =>
    assertSixLines(async (options) => {
      const body = JSON.stringify(options);
      const response = await fetch(new URL("/over-http", server.address), { method: "POST", body });
      return response.text();
    }));

  test("a client component", inBrowser, () =>
    assertSixLines((options) => printedBy(new URL("/page", server.address), options)),
  );

  test("a client component with its client at module level", inBrowser, async () => {
    assert.equal(await printedBy(new URL("/module-level", server.address), {}), "NotFoundError /registry/projects");
  });
});
