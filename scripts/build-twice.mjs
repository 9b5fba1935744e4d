import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { inRoot } from "./lib/paths.mjs";
import { Failure, main, run, say, timed } from "./lib/run.mjs";

const copies = ["one", "another-with-a-longer-name"].map((name) => inRoot("target/twice", name));

/** Builds the tarball twice, from the sources alone and in folders with different names, and compares every byte. */
await main(async () => {
  const sources = (await run("git", ["ls-files", "--cached", "--others", "--exclude-standard"]))
    .split("\n")
    .filter(Boolean);
  const tarballs = [];
  for (const copy of copies) {
    tarballs.push(
      await timed(`Building in ${path.relative(inRoot(), copy)} (some minutes)`, () => buildIn(copy, sources)),
    );
  }
  const [one, other] = tarballs.map((tarball) => readFileSync(tarball));
  if (!one.equals(other)) {
    throw new Failure(`${tarballs.join(" and ")} differ:\n${await differences(tarballs)}`);
  }
  say(`Both are the same ${one.length} bytes, SHA-256 ${createHash("sha256").update(one).digest("hex")}.`);
});

async function buildIn(copy, sources) {
  rmSync(copy, { recursive: true, force: true });
  for (const file of sources) {
    cpSync(inRoot(file), path.join(copy, file));
  }
  const env = { ...process.env };
  // Each has to compile for itself.
  delete env.CARGO_TARGET_DIR;
  const { scripts } = JSON.parse(readFileSync(path.join(copy, "pkg/package.json"), "utf8"));
  // As npm would, except for the directory in which it runs.
  const [, ...words] = scripts.prepack.replace("../", "").split(" ");
  await run(process.execPath, words, { cwd: copy, env });
  const flags = ["--json", "--ignore-scripts"];
  const [{ filename }] = JSON.parse(await run("npm", ["pack", ...flags], { cwd: path.join(copy, "pkg"), env }));
  return path.join(copy, "pkg", filename);
}

/** The files that differ between the tarballs. */
async function differences(tarballs) {
  const sums = [];
  for (const tarball of tarballs) {
    const folder = `${tarball}.content`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    await run("tar", ["-xzf", tarball, "-C", folder]);
    sums.push(await run("sh", ["-c", "find . -type f -exec sha256sum {} + | sort -k2"], { cwd: folder }));
  }
  const [one, other] = sums.map((text) => new Set(text.split("\n")));
  return [...one].filter((line) => !other.has(line)).join("\n");
}
