import { spawn } from "node:child_process";
import path from "node:path";
import { root } from "./paths.mjs";

/** A failure that the user can fix: shown without a stack. */
export class Failure extends Error {}

/** Progress goes to stderr, so that stdout stays the output of the command itself. */
export const say = (text) => console.error(text);

/**
 * Runs a command and returns its output. `stdio: "inherit"` shows the output as it arrives instead. If it fails, the
 * error contains all of its output and `hint`.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ hint?: string, env?: NodeJS.ProcessEnv, cwd?: string, stdio?: "pipe" | "inherit" }} [options]
 */
export async function run(command, args, { hint, env = process.env, cwd = root, stdio = "pipe" } = {}) {
  const [program, words] = started(command, args);
  const child = spawn(program, words, { cwd, env, stdio: ["ignore", stdio, stdio] });
  const stdout = [];
  const everything = [];
  child.stdout?.on("data", (chunk) => {
    stdout.push(chunk);
    everything.push(chunk);
  });
  child.stderr?.on("data", (chunk) => void everything.push(chunk));
  const end = await new Promise((resolve, reject) => {
    child.on("error", (cause) =>
      reject(new Failure(text(`could not start ${command}: ${cause.message}`, hint), { cause })),
    );
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
  if (end !== 0) {
    const output = Buffer.concat(everything).toString();
    throw new Failure(text(output, `${[command, ...args].join(" ")} failed (${end})`, hint));
  }
  return Buffer.concat(stdout).toString();
}

/**
 * On Windows npm is a shell script; the program is next to it.
 *
 * @returns {[program: string, words: readonly string[]]}
 */
function started(command, args) {
  if (process.platform !== "win32" || command !== "npm") {
    return [command, args];
  }
  return [process.execPath, [path.join(path.dirname(process.execPath), "node_modules/npm/bin/npm-cli.js"), ...args]];
}

const text = (...parts) => parts.filter(Boolean).join("\n");

/** Runs a script's main function; a failure ends the process with status 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    say(error instanceof Failure ? error.message : error);
    process.exitCode = 1;
  }
}

/** Reports a step and, when it is done, its duration. */
export async function timed(title, work) {
  say(`${title} …`);
  const start = performance.now();
  const result = await work();
  say(`  ${seconds(start)}`);
  return result;
}

export const seconds = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;
