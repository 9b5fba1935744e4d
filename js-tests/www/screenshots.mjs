import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { main } from "../../scripts/lib/run.mjs";
import { serveSite } from "../../scripts/lib/serve-site.mjs";
import { buildPage } from "../../scripts/www-build.mjs";
import { startBrowser } from "./browser.mjs";
import { views } from "./views.mjs";

const folder = inRoot("target/screenshots");
const themes = /** @type {const} */ (["light", "dark"]);
const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

const overlays = new Set(["code", "panel"]);

/**
 * Every view in both themes, wide and narrow, into target/screenshots, for people to look at.
 *
 * @param {(file: string) => boolean} [isWanted]
 */
export async function takeScreenshots(isWanted = () => true) {
  mkdirSync(folder, { recursive: true });
  const { context, close } = await startBrowser();
  const page = await serveSite({ folder: "/some/folder/" });
  const tab = await context.newPage();
  const open = async (_, address, shown) => {
    await tab.goto("about:blank"); // a hash alone would not load the page afresh
    await tab.goto(page.address + address);
    await tab.locator(shown).first().waitFor();
  };
  const files = [];
  try {
    for (const colorScheme of themes) {
      await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const size of sizes) {
        await tab.setViewportSize(size);
        for (const [name, reach] of Object.entries(views)) {
          const file = `${name}-${colorScheme}-${size.width}.png`;
          if (!isWanted(file)) {
            continue;
          }
          await reach(tab, open);
          await tab.waitForFunction(() => document.querySelector(".skeleton") === null);
          await tab.evaluate(() => scrollTo(0, 0));
          await tab.screenshot({ path: `${folder}/${file}`, fullPage: !overlays.has(name) });
          files.push(file);
        }
      }
    }
  } finally {
    await close();
    await page.close();
  }
  return files;
}

/** What the READMEs show of the page, small enough for a README: `--pictures` takes them anew. */
const pictures = ["overview", "life", "batches"];

/** The first sight of three views, into www/pictures. */
export async function takePictures() {
  const target = inRoot("www/pictures");
  mkdirSync(target, { recursive: true });
  const { context, close } = await startBrowser({ colorScheme: "light", viewport: { width: 1280, height: 800 } });
  const page = await serveSite({ folder: "/some/folder/" });
  const tab = await context.newPage();
  const open = async (_, address, shown) => {
    await tab.goto("about:blank");
    await tab.goto(page.address + address);
    await tab.locator(shown).first().waitFor();
  };
  try {
    for (const name of pictures) {
      await views[name](tab, open);
      await tab.waitForFunction(() => document.querySelector(".skeleton") === null);
      await tab.evaluate(() => scrollTo(0, 0));
      await tab.screenshot({ path: `${target}/${name}.png` });
    }
  } finally {
    await close();
    await page.close();
  }
  return pictures.length;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await buildPage();
    if (process.argv[2] === "--pictures") {
      console.log(`${await takePictures()} pictures in www/pictures`);
      return;
    }
    const pattern = new RegExp(process.argv[2] ?? "");
    const taken = await takeScreenshots((file) => pattern.test(file));
    console.log(`${taken.length} pictures in target/screenshots`);
  });
}
