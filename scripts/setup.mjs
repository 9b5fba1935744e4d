import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { installCargoTools } from "./lib/cargo-tools.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, main, run, timed } from "./lib/run.mjs";
import { selectToolchain } from "./lib/toolchain.mjs";
import { installWasmTarget } from "./lib/wasm-target.mjs";

/** Installs missing npm packages, and only then prints a message. */
export async function prepare() {
  checkNode();
  await installNodeModules();
}

/** Installs everything else that is missing, too, and returns the environment in which wasm is built. */
export async function setUp() {
  await prepare();
  await selectToolchain();
  const tools = await installCargoTools();
  const compiler = await installWasmTarget();
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, ...compiler };
  return { ...env, PATH: [...tools, env.PATH].join(path.delimiter) };
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
  }
}

async function installNodeModules() {
  const installed = inRoot("node_modules/.package-lock.json");
  const age = (file) => statSync(file).mtimeMs;
  if (existsSync(installed) && age(installed) >= age(inRoot("package-lock.json"))) {
    return;
  }
  await timed("Installing npm packages", () => run("npm", ["ci"], { hint: "Is the npm registry reachable?" }));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(setUp);
}
