import { cpSync, rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, main, run } from "./lib/run.mjs";
import { brokenLinks } from "./lib/site-links.mjs";
import { writePages } from "./lib/site-pages.mjs";
import { step } from "./lib/step.mjs";

/** The folder of the site: guides and API reference, which can be opened from any folder. */
export const site = "target/site";

/**
 * Writes the site from the built types and the packed guides. It fails on an export without documentation, and on a
 * broken link.
 */
export async function writeSite() {
  const plan = {
    name: "site",
    title: "Writing guides and API reference",
    inputs: [
      "pkg/dist",
      "pkg/docs",
      "pkg/examples",
      "pkg/README.md",
      "pkg/SECURITY.md",
      "pkg/CHANGELOG.md",
      "pkg/llms.txt",
      "pkg/SKILL.md",
      "typedoc.json",
      "package-lock.json",
      "scripts/docs.mjs",
      "scripts/lib/site-links.mjs",
      "scripts/lib/site-pages.mjs",
    ],
    outputs: [site],
  };
  await step(plan, async () => {
    rmSync(inRoot(site), { recursive: true, force: true });
    const { readme, documents } = writePages();
    const pages = documents.flatMap((file) => ["--projectDocuments", file]);
    const typedoc = inRoot("node_modules/typedoc/bin/typedoc");
    await run(process.execPath, [typedoc, "--logLevel", "Warn", "--out", site, "--readme", readme, ...pages], {
      stdio: "inherit",
    });
    const broken = brokenLinks(site);
    if (broken.length > 0) {
      throw new Failure(`Broken links:\n${broken.join("\n")}`);
    }
    // The files for assistants, with the pages that they link to.
    for (const entry of ["llms.txt", "SKILL.md", "docs", "examples"]) {
      cpSync(inRoot("pkg", entry), inRoot(site, entry), { recursive: true });
    }
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await build();
    await writeSite();
    console.log(`Guides and API reference are in ${site}: open ${site}/index.html.`);
  });
}
