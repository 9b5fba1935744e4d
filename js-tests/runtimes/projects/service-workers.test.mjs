import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { environment } from "../environments.mjs";
import { chromiumArguments, executablePath, inBrowser, printedBy } from "../lib/browser.mjs";
import { installFixture } from "../lib/fixture.mjs";
import { assertSixLines, withRegistry } from "../lib/registry.mjs";
import { run } from "../lib/run.mjs";
import { withSite } from "../lib/site.mjs";

const timeout = 120_000;

describe(environment("a service worker"), { timeout, skip: inBrowser.skip }, () => {
  let cwd;

  before(async () => {
    cwd = await installFixture("service-worker");
    await run(process.execPath, ["build.mjs"], { cwd });
  });

  /** What a service worker tells a page that asks for a task. */
  const toldBy = (worker, task) => (options) =>
    withSite(cwd, (address) => printedBy(new URL(`index.html?worker=${worker}+${task}`, address), options), {
      headers: { "service-worker-allowed": "/" },
    });

  for (const [name, worker] of Object.entries({
    "modules as they are": "plain.mjs+module",
    "esbuild with splitting, by the documented import": "dist/esbuild.js+module",
    "esbuild with splitting, by the condition worker": "dist/esbuild-condition.js+module",
    "webpack for web workers": "dist/webpack.js+classic",
  })) {
    for (const task of ["over-http", "in-process"]) {
      test(`${name}: ${task}`, () => assertSixLines(toldBy(worker, task)));
    }
  }

  test("a mirror", async () => {
    assert.equal(await toldBy("dist/esbuild.js+module", "mirror")({}), '[true,"function"]');
  });
});

describe(environment("an extension, Manifest V3"), { timeout, skip: inBrowser.skip }, () => {
  let context;
  let profile;
  let background;

  before(async () => {
    const cwd = await installFixture("extension");
    await run(process.execPath, ["build.mjs"], { cwd });
    const extension = path.join(cwd, "dist");
    profile = await mkdtemp(path.join(os.tmpdir(), "extension-"));
    context = await chromium.launchPersistentContext(profile, {
      executablePath,
      // The old headless mode, which is meant by this option, has no extensions.
      headless: false,
      ignoreDefaultArgs: ["--disable-extensions"],
      args: [
        ...chromiumArguments,
        "--headless=new",
        `--disable-extensions-except=${extension}`,
        `--load-extension=${extension}`,
      ],
    });
    const [running] = context.serviceWorkers();
    background = running ?? (await context.waitForEvent("serviceworker"));
  });

  after(async () => {
    await context?.close();
    await rm(profile, { recursive: true, force: true });
  });

  test("a registry within it", () => assertSixLines((_) => background.evaluate(() => globalThis.inProcess())));

  test("a registry over HTTP", () =>
    withRegistry(async (options) => {
      assert.equal(await background.evaluate((options) => globalThis.read(options), options), "26 projects");
    }));
});
