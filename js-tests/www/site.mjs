import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { serveSite } from "../../scripts/lib/serve-site.mjs";
import { buildPage } from "../../scripts/www-build.mjs";
import { skip, startBrowser } from "./browser.mjs";

/**
 * A browser and the built page in a sub-folder of a plain static host, for one file of tests. Whatever a page says on
 * its console as a warning or an error, and every request beyond its origin, fails the test that opened it.
 */
export function useSite(serve = () => serveSite({ folder: "/some/folder/" })) {
  const site = {};
  const complaints = [];
  if (!skip) {
    before(async () => {
      await buildPage();
      Object.assign(site, { page: await serve(), browser: await startBrowser() });
    });
    afterEach(async () => {
      for (const tab of site.browser.context.pages().slice(1)) {
        await tab.close();
      }
      assert.deepEqual(complaints.splice(0), []);
    });
    after(async () => {
      await site.browser?.close();
      await site.page?.close();
    });
  }
  return {
    /**
     * Opens an address of the page: `#/explore/projects`, `?before=1#/`. `expected` is what the console may say.
     *
     * @param {string} [address]
     * @param {{ expected?: RegExp }} [options]
     */
    async open(address = "", { expected } = {}) {
      const tab = await site.browser.context.newPage();
      const { origin } = new URL(site.page.address);
      tab.on("console", (message) => {
        const isBad = ["error", "warning"].includes(message.type());
        // A machine that is slow enough finds that a view without requests has no use for the wasm yet.
        const isPreload = message.text().includes("was preloaded using link preload but not used");
        if (isBad && !isPreload && !expected?.test(message.text())) {
          complaints.push(message.text());
        }
      });
      tab.on("pageerror", (error) => complaints.push(String(error)));
      tab.on("request", (request) => {
        if (!request.url().startsWith(origin) && !request.url().startsWith("blob:")) {
          complaints.push(`asked ${request.url()}`);
        }
      });
      await tab.goto(site.page.address + address);
      await tab.getByRole("heading", { level: 1 }).waitFor();
      return tab;
    },
    get address() {
      return site.page.address;
    },
  };
}

/** What the page has sent so far, from its own record: `["GET /registry/v0/projects?first=50", …]`, the newest first. */
export async function sentBy(tab) {
  const toggle = tab.getByRole("button", { name: "Show me the code" });
  await toggle.click();
  await tab.getByRole("button", { name: "HTTP", exact: true }).click();
  const lines = await tab
    .locator(".wire summary")
    .evaluateAll((all) =>
      all.map((each) => `${each.querySelector("b").textContent} ${each.querySelector(".wire-path").textContent}`),
    );
  await toggle.click();
  return lines;
}
