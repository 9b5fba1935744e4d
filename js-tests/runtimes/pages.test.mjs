import assert from "node:assert/strict";
import { before, test } from "node:test";
import { environment } from "./environments.mjs";
import { inBrowser, printedBy } from "./lib/browser.mjs";
import { installFixture } from "./lib/fixture.mjs";
import { assertSixLines } from "./lib/registry.mjs";
import { withSite } from "./lib/site.mjs";

const policy = (scripts) => ({
  "content-security-policy": `default-src 'none'; connect-src http:; script-src 'self' 'nonce-page' ${scripts}`,
});
let project;

before(async () => {
  project = await installFixture("page");
});

/** Opens a page of the project, which has nothing but an import map. */
const open = (page, options, headers) =>
  withSite(project, (address) => printedBy(new URL(page, address), options), { headers });

for (const page of ["over-http", "in-process"]) {
  test(`${environment("a page without a bundler")}: ${page}`, inBrowser, () =>
    assertSixLines((options) => open(`${page}.html`, options)),
  );
}

for (const source of ["url", "a path", "response", "bytes", "text", "module"]) {
  test(`${environment("a page without a bundler")}: slim, by ${source}`, inBrowser, () =>
    assertSixLines((options) => open(`slim.html?source=${source}`, options)),
  );
}

for (const page of ["over-http.html", "in-process.html", "slim.html?source=url"]) {
  test(`${environment("a content security policy")}: ${page}`, inBrowser, async () => {
    await assertSixLines((options) => open(page, options, policy("'wasm-unsafe-eval'")));
    await assert.rejects(
      assertSixLines((options) => open(page, options, policy(""))),
      /RegistryError: isometric-registry: .*add 'wasm-unsafe-eval' to its script-src/,
    );
  });
}
