import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { alone } from "../../../scripts/lib/lock.mjs";
import { run } from "./run.mjs";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));
const shared = fileURLToPath(new URL("../shared/", import.meta.url));
const examples = fileURLToPath(new URL("../../../examples/", import.meta.url));
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
export const installTools = (name) => installManifest(name, readFileSync(path.join(fixtures, name, "package.json")));

/** A folder below `target` with what a package.json asks for. */
async function installManifest(name, manifest) {
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

/** A fresh copy of an example app, below `target`. */
export const installApp = (name) => installBesideApps(name, path.join(examples, name));

/** A fresh copy of a fixture project that needs no more than the example apps do. */
export const installFixtureBesideApps = (name) => installBesideApps(name, shared, path.join(fixtures, name));

/** Copies sources to where everything that the example apps depend on is installed once for all, with the packed package. */
async function installBesideApps(name, ...sources) {
  const folder = await installManifest("apps", JSON.stringify(sharedManifest()));
  const copy = path.join(folder, name);
  rmSync(copy, { recursive: true, force: true });
  for (const source of sources) {
    cpSync(source, copy, { recursive: true, filter: (file) => !/\/(node_modules|dist|\.next)$/.test(file) });
  }
  await alone(() => installPackage(folder), { folder: `${folder}.locks` });
  return copy;
}

/** The example apps: folders with a package.json of their own. */
export const apps = readdirSync(examples).filter((name) => existsSync(path.join(examples, name, "package.json")));

/** What an example app declares. */
export const manifestOf = (name) => JSON.parse(readFileSync(path.join(examples, name, "package.json"), "utf8"));

function sharedManifest() {
  const manifests = apps.map(manifestOf);
  const dependencies = Object.assign({}, ...manifests.flatMap((each) => [each.dependencies, each.devDependencies]));
  delete dependencies["isometric-registry"];
  const allowScripts = Object.assign({}, ...manifests.map((each) => each.allowScripts));
  return { private: true, type: "module", dependencies, allowScripts };
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
