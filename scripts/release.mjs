import { existsSync, readFileSync } from "node:fs";
import { tarball } from "./lib/package.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, main, run } from "./lib/run.mjs";

/**
 * Publishes the package that was built and tested, with provenance. The release workflow runs it for a tag; `--dry-run`
 * does everything except publish.
 */
await main(async () => {
  const isDry = process.argv.includes("--dry-run");
  const { version, repository } = JSON.parse(readFileSync(inRoot("pkg/package.json"), "utf8"));
  const tag = process.env.GITHUB_REF_NAME;
  const headings = [...readFileSync(inRoot("CHANGELOG.md"), "utf8").matchAll(/^## (\S+) \(\d{4}-\d\d-\d\d\)$/gm)];
  const problems = [
    tag !== `v${version}` && `The tag is ${tag ?? "missing"}; pkg/package.json requires v${version}.`,
    !headings.some(([, released]) => released === version) &&
      `CHANGELOG.md has no heading "## ${version} (YYYY-MM-DD)".`,
    !repository && "pkg/package.json names no `repository`: npm ties the provenance to it.",
    !existsSync(inRoot(tarball)) && `${tarball} is missing: build it first.`,
  ].filter(Boolean);
  if (problems.length > 0) {
    throw new Failure(problems.join("\n"));
  }
  const flags = ["--access", "public", ...(isDry ? ["--dry-run"] : ["--provenance"])];
  await run("npm", ["publish", inRoot(tarball), ...flags], { stdio: "inherit" });
});
