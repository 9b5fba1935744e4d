import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import { serve } from "isometric-registry/serve";
import { installTool } from "../runtimes/lib/fixture.mjs";

/** A local registry behind HTTP until the test ends. `log` holds a line for each request, counted at the server. */
export async function served(t, options = {}) {
  const local = await createLocalRegistry(options);
  const log = [];
  const server = await serve(local, { log: (line) => log.push(line) });
  t.after(() => server.close());
  const [{ clientSecret }] = local.accounts;
  const registry = new RegistryClient({ baseUrl: server.baseUrl, clientSecret });
  return { local, log, registry, baseUrl: server.baseUrl, clientSecret };
}

/** A folder until the test ends. */
export async function folder(t) {
  const made = await mkdtemp(path.join(os.tmpdir(), "mirror-"));
  t.after(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** A Node that has SQLite: this one, or one that npm brings. */
export async function nodeWithSqlite() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 13) ? process.execPath : installTool("node22", "node");
}

const programs = new URL("programs/", import.meta.url);

/** Starts a program of this folder in a Node that has SQLite. */
export async function start(program, input) {
  const node = await nodeWithSqlite();
  const file = fileURLToPath(new URL(program, programs));
  const child = spawn(node, ["--no-warnings", file, JSON.stringify(input)], { stdio: ["pipe", "pipe", "pipe"] });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      printed[name] += text;
    });
  }
  const ended = once(child, "close").then(([code, signal]) => ({ status: code ?? signal, ...printed }));
  return { child, ended, printed };
}

/** Runs a program to its end, and gives the JSON that it printed. */
export async function run(program, input) {
  const { ended } = await start(program, input);
  const { status, stdout, stderr } = await ended;
  if (status !== 0) {
    throw new Error(`${program} ended with ${status}: ${stderr}`);
  }
  return JSON.parse(stdout);
}

/** Laws that are broken, or cannot be judged. */
export const brokenIn = ({ laws }) => laws.filter(({ broken, unjudged }) => broken + unjudged > 0);
