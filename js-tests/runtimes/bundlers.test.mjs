import path from "node:path";
import { test } from "node:test";
import { environment } from "./environments.mjs";
import { inBrowser, printedBy } from "./lib/browser.mjs";
import { installFixture } from "./lib/fixture.mjs";
import { assertSixLines } from "./lib/registry.mjs";
import { run, start } from "./lib/run.mjs";
import { withSite } from "./lib/site.mjs";

const timeout = 480_000;

/** Opens the pages of a fixture project: a registry over HTTP, one in the page, and the entry without wasm. */
async function testPages(t, address, more = []) {
  for (const page of ["over-http", "in-process", "slim", ...more]) {
    await t.test(`page ${page}`, inBrowser, () =>
      assertSixLines((options) => printedBy(new URL(`${page}.html`, address), options)),
    );
  }
}

const runServer = (cwd, program) =>
  assertSixLines((options) => run(process.execPath, [program, JSON.stringify(options)], { cwd }));

for (const [name, version] of Object.entries({ "Vite 7": "vite-7", "Vite 8": "vite-8" })) {
  test(environment(name), { timeout }, async (t) => {
    const cwd = await installFixture("vite");
    await t.test("build", async (t) => {
      await run(process.execPath, ["build.mjs", version], { cwd });
      await withSite(path.join(cwd, "dist"), (address) => testPages(t, address, ["web-worker"]));
    });
    await t.test("dev", async (t) => {
      const { address, stop } = await start(process.execPath, ["dev.mjs", version], { cwd });
      try {
        await testPages(t, address, ["web-worker"]);
      } finally {
        await stop();
      }
    });
  });
}

for (const [name, { server, script }] of Object.entries({
  webpack: { server: "server.cjs", script: "defer" },
  esbuild: { server: "server.mjs", script: 'type="module"' },
  Rollup: { server: "server.mjs", script: 'type="module"' },
})) {
  test(environment(name), { timeout }, async (t) => {
    const cwd = await installFixture(name.toLowerCase());
    await run(process.execPath, ["build.mjs"], { cwd });
    await withSite(path.join(cwd, "dist"), (address) => testPages(t, address), { script });
    await t.test("bundle for a server", () => runServer(cwd, path.join("dist", server)));
  });
}
