import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

// What tools would otherwise do to report home or to look for updates.
const quiet = {
  CI: "1",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  DENO_NO_UPDATE_CHECK: "1",
  DO_NOT_TRACK: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NO_COLOR: "1",
  NO_UPDATE_NOTIFIER: "1",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_SEND_METRICS: "false",
};

/**
 * The environment of this process without what would reach the package or the test runner inside it.
 *
 * @returns {NodeJS.ProcessEnv}
 */
function environment(added) {
  /** @type {(entry: [string, string]) => boolean} */
  const kept = ([name]) => !/^(ISOMETRIC_|NODE_TEST|NODE_OPTIONS|npm_(?!config_)|npm_config_local_prefix)/.test(name);
  const inherited = Object.entries(process.env).filter(kept);
  return { ...Object.fromEntries(inherited), ...quiet, ...added };
}

/** Runs a program in `cwd` to its end and gives what it printed; its failure says the end of it. */
export function run(command, args, { cwd, env = {}, timeout = 120_000 }) {
  const options = { cwd, env: environment(env), timeout, maxBuffer: 2 ** 26 };
  return new Promise((resolve, reject) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) {
        return resolve(stdout);
      }
      const printed = `${stdout}\n${stderr}`.slice(-4000);
      reject(new Error(`${command} ${args[0]} failed (${error.code ?? error.signal})\n${printed}`));
    });
  });
}

/** Starts a server in `cwd` and gives the address that it prints, and a way to stop it. */
export async function start(command, args, { cwd, env = {} }) {
  const child = spawn(command, args, {
    cwd,
    env: environment(env),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const printed = [];
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    // The whole group: some servers are started by another process.
    process.kill(-child.pid, "SIGKILL");
    await once(child, "close");
  };
  child.stderr.on("data", (chunk) => printed.push(chunk));
  for await (const line of createInterface(child.stdout)) {
    printed.push(`${line}\n`);
    const address = /https?:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(line)?.[0];
    if (address !== undefined) {
      child.stdout.resume();
      return { address, stop };
    }
  }
  throw new Error(`${command} ${args.join(" ")} ended before it listened\n${printed.join("")}`);
}
