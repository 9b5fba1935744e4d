import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.mjs";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));
const shared = fileURLToPath(new URL("../shared/", import.meta.url));
const target = fileURLToPath(new URL("../../../target/", import.meta.url));
const flags = ["--no-package-lock", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];

/** The packed package. */
export const tarball = path.join(target, "package/isometric-registry.tgz");

/** A fresh copy of a fixture project with the packed package installed, below `target`. */
export async function installFixture(name) {
  const folder = await installTools(name);
  for (const entry of readdirSync(folder).filter((entry) => entry !== "node_modules" && entry !== ".package")) {
    rmSync(path.join(folder, entry), { recursive: true });
  }
  for (const sources of [shared, path.join(fixtures, name)]) {
    cpSync(sources, folder, { recursive: true });
  }
  await installPackage(folder);
  return folder;
}

/** The folder with a fixture's own dependencies, which are installed once for each version of its package.json. */
export async function installTools(name) {
  const manifest = readFileSync(path.join(fixtures, name, "package.json"));
  const folder = path.join(target, "runtimes", `${name}-${hash(manifest)}`);
  if (existsSync(folder)) {
    return folder;
  }
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(path.join(unfinished, "package.json"), manifest);
  await run("npm", ["install", ...flags], { cwd: unfinished, timeout: 480_000 });
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another test was quicker.
    if (!existsSync(folder)) {
      throw error;
    }
    rmSync(unfinished, { recursive: true });
  }
  return folder;
}

/** The path of a program that a fixture's dependencies bring. */
export async function installTool(name, program) {
  return path.join(await installTools(name), "node_modules/.bin", program);
}

async function installPackage(folder) {
  const stamp = path.join(folder, ".package");
  const packed = hash(readFileSync(tarball));
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === packed) {
    return;
  }
  await run("npm", ["install", "--no-save", "--offline", ...flags, tarball], { cwd: folder });
  writeFileSync(stamp, packed);
}

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);
