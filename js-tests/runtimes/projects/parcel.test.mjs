import path from "node:path";
import { before, describe, test } from "node:test";
import { environment } from "../environments.mjs";
import { inBrowser, printedBy } from "../lib/browser.mjs";
import { installFixture } from "../lib/fixture.mjs";
import { assertSixLines } from "../lib/registry.mjs";
import { run } from "../lib/run.mjs";
import { withSite } from "../lib/site.mjs";

describe(environment("Parcel"), { timeout: 300_000 }, () => {
  let cwd;

  before(async () => {
    cwd = await installFixture("parcel");
    await run(process.execPath, ["build.mjs"], { cwd });
  });

  for (const [page, title] of /** @type {const} */ ([
    ["over-http", "the package itself, without configuration"],
    ["in-process", "isometric-registry/local, with packageExports"],
  ])) {
    test(title, inBrowser, () =>
      assertSixLines((options) =>
        withSite(path.join(cwd, "dist"), (address) => printedBy(new URL(`${page}.html`, address), options)),
      ),
    );
  }
});
