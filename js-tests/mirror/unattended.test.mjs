import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { folder, nodeWithSqlite, run, served } from "./support.mjs";

/** The first block of a guide that contains a text. */
async function block(guide, has) {
  const text = await readFile(new URL(`../../docs/${guide}`, import.meta.url), "utf8");
  const blocks = [...text.matchAll(/^```\w*\n(.*?)^```/gms)].map(([, code]) => code);
  const found = blocks.find((code) => code.includes(has));
  assert.ok(found, `docs/${guide} has no block with ${has}`);
  return found;
}

/** A program on the path; `undefined` if there is none. */
const found = (name) =>
  (process.env.PATH ?? "")
    .split(path.delimiter)
    .map((each) => path.join(each, name))
    .find((file) => existsSync(file));

const packed = fileURLToPath(new URL("../../node_modules/isometric-registry", import.meta.url));

/**
 * A machine on which the package is installed: folders with programs, and a home from which npm reaches no server. `npx`
 * finds the package in the home and in folders below it.
 */
async function machine(t) {
  const here = await realpath(await mkdtemp(path.join(os.tmpdir(), "unattended-")));
  t.after(() => rm(here, { recursive: true, force: true }));
  const [bin, home] = [path.join(here, "bin"), path.join(here, "home")];
  await mkdir(bin);
  await mkdir(path.join(home, "node_modules/.bin"), { recursive: true });
  await symlink(await realpath(await nodeWithSqlite()), path.join(bin, "node"));
  await symlink(await realpath(found("npx") ?? ""), path.join(bin, "npx"));
  await symlink(path.join(packed, "dist/cli.js"), path.join(bin, "isometric-registry"));
  await symlink(packed, path.join(home, "node_modules/isometric-registry"));
  await symlink("../isometric-registry/dist/cli.js", path.join(home, "node_modules/.bin/isometric-registry"));
  await writeFile(path.join(home, ".npmrc"), "offline=true\nupdate-notifier=false\n");
  return { here, bin, home };
}

/**
 * Starts a program without a terminal, with no environment but this, in a group of processes of its own.
 *
 * @param {import("node:test").TestContext} t
 * @param {readonly string[]} command
 * @param {{ cwd: string, env: Record<string, string> }} options
 */
function launch(t, command, { cwd, env }) {
  const [program = "", ...words] = command;
  const child = spawn(program, words, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => {
    try {
      process.kill(-Number(child.pid), "SIGKILL");
    } catch {
      // All of them have ended.
    }
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "close").then(([status, signal]) => ({ status: status ?? signal, stderr }));
  return { child, ended, next: async () => (await lines.next()).value };
}

describe("a job for cron, as docs/warehouse.md has it", { timeout: 120_000 }, () => {
  const skip = ["flock", "npx"].some((name) => found(name) === undefined) && "there is no flock, or no npx";

  test("copies and exports, again and again, one at a time", { skip }, async (t) => {
    const lines = (await block("warehouse.md", "* * *")).trimEnd().split("\n");
    const schedule = lines.pop() ?? "";
    const [, command] = /^(?:[\d*,/-]+\s+){5}(.*)$/.exec(schedule) ?? [];
    assert.ok(command && !command.includes("%"), "cron takes % for the end of a line");
    const set = Object.fromEntries(lines.map((line) => /^(\w+)=(.*)$/.exec(line)?.slice(1) ?? assert.fail(line)));
    assert.deepEqual(Object.keys(set), ["PATH", "ISOMETRIC_ENVIRONMENT", "ISOMETRIC_CLIENT_SECRET"]);
    assert.deepEqual([set.ISOMETRIC_ENVIRONMENT, set.ISOMETRIC_CLIENT_SECRET], ["production", "…"]);
    const { bin, home } = await machine(t);
    const { baseUrl, clientSecret, log } = await served(t);
    const cwd = path.join(home, "registry");
    await mkdir(cwd);
    assert.match(command, /^cd \/var\/lib\/registry && /);
    const words = ["/bin/sh", "-c", command.replaceAll("/var/lib/registry", cwd)];
    // What cron gives a job, and what the crontab sets: the test's Node, registry and account in place of a user's.
    const env = {
      HOME: home,
      LOGNAME: "somebody",
      SHELL: "/bin/sh",
      PATH: `${bin}:${set.PATH}`,
      ISOMETRIC_BASE_URL: baseUrl,
      ISOMETRIC_CLIENT_SECRET: clientSecret,
    };
    const once = async () => launch(t, words, { cwd: home, env }).ended;
    const exported = async () => JSON.parse(await readFile(path.join(cwd, "warehouse/export.json"), "utf8"));
    const first = await once();
    assert.equal(first.status, 0, first.stderr);
    assert.equal((await exported()).refresh, 1);
    assert.equal((await once()).status, 0);
    const { refresh, digest } = await exported();
    assert.equal(refresh, 2);
    assert.match(digest, /^[\da-f]{64}$/);
    // Another run holds the lock: this one sends nothing.
    const requests = log.length;
    const holding = launch(t, ["flock", "lock", "sh", "-c", "echo held; sleep 240"], { cwd, env });
    assert.equal(await holding.next(), "held");
    assert.deepEqual(await once(), { status: 1, stderr: "" });
    assert.equal(log.length, requests);
    process.kill(-Number(holding.child.pid), "SIGKILL");
    await holding.ended;
    // Where the copy cannot be brought up to date, nothing is exported, and there is something to mail.
    const refused = await launch(t, words, { cwd: home, env: { ...env, ISOMETRIC_CLIENT_SECRET: "wrong" } }).ended;
    assert.equal(refused.status, 1);
    assert.notEqual(refused.stderr, "");
    assert.deepEqual(await exported(), { ...(await exported()), refresh, digest });
  });
});

/** The settings of a unit by section: `Service.ExecStart`. */
function settingsOf(unit) {
  let section = "";
  const settings = new Map();
  for (const line of unit.split("\n").filter((each) => each !== "" && !/^[#;]/.test(each))) {
    const [, name] = /^\[(\w+)\]$/.exec(line) ?? [];
    const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    assert.ok(name !== undefined || (section !== "" && key !== undefined), line);
    section = name ?? section;
    if (key !== undefined) {
      settings.set(`${section}.${key}`, value);
    }
  }
  return settings;
}

/** The words of a command line by the rules of systemd, for lines in which nothing is special but quotes. */
function wordsOf(line) {
  assert.doesNotMatch(line, /[%$\\;]|^[-@:+!|]/, "systemd reads more into this than words");
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, one, other, plain]) => one ?? other ?? plain);
}

/** Whether systemd takes an end of the main process for a success, and whether it starts the service again. */
function judged(settings, status) {
  const also = (settings.get("Service.SuccessExitStatus") ?? "").split(" ");
  const clean = ["0", "SIGHUP", "SIGINT", "SIGTERM", "SIGPIPE", ...also];
  const isSuccess = clean.includes(String(status));
  const never = (settings.get("Service.RestartPreventExitStatus") ?? "").split(" ");
  const isRestarted = settings.get("Service.Restart") === "on-failure" && !isSuccess && !never.includes(String(status));
  return { isSuccess, isRestarted };
}

describe("a unit for systemd, as docs/mirror.md has it", { timeout: 120_000 }, () => {
  test("runs a service that ends with the documented statuses", async (t) => {
    const settings = settingsOf(await block("mirror.md", "[Service]"));
    const { here, bin, home } = await machine(t);
    const { baseUrl, clientSecret } = await served(t);
    const state = path.join(here, "state");
    await mkdir(state);
    assert.equal(settings.get("Service.WorkingDirectory"), `/var/lib/${settings.get("Service.StateDirectory")}`);
    const [program, ...words] = wordsOf(settings.get("Service.ExecStart"));
    assert.ok(path.isAbsolute(program));
    const env = {
      PATH: `${bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin`,
      HOME: home,
      ISOMETRIC_BASE_URL: baseUrl,
      ISOMETRIC_CLIENT_SECRET: clientSecret,
    };
    const start = (more = {}, given = words) =>
      launch(t, [path.join(bin, path.basename(program)), ...given], { cwd: state, env: { ...env, ...more } });
    const service = start();
    const line = JSON.parse(await service.next());
    assert.deepEqual([line.status, line.finished], [0, true]);
    const health = JSON.parse(await readFile(path.join(state, "health.json"), "utf8"));
    assert.deepEqual([health.refresh, health.status], [line.refresh, 0]);
    // systemd sends it to each process of the service.
    process.kill(-Number(service.child.pid), "SIGTERM");
    const { status, stderr } = await service.ended;
    assert.equal(status, 0, stderr);
    assert.deepEqual(judged(settings, status), { isSuccess: true, isRestarted: false });
    const { verified } = await run("copy.mjs", { path: path.join(state, "registry.db"), baseUrl, clientSecret });
    assert.equal(verified.refresh, line.refresh + 1);
    const refused = await start({ ISOMETRIC_CLIENT_SECRET: "wrong" }).ended;
    assert.equal(refused.status, 1, refused.stderr);
    assert.deepEqual(judged(settings, 1), { isSuccess: false, isRestarted: true });
    for (const invalid of [start({}, [...words, "--nonsense"]), start({ ISOMETRIC_BASE_URL: "nowhere" })]) {
      assert.equal((await invalid.ended).status, 2);
    }
    assert.deepEqual(judged(settings, 2), { isSuccess: false, isRestarted: false });
    assert.deepEqual(judged(settings, "SIGKILL"), { isSuccess: false, isRestarted: true });
  });

  const skip = found("systemd-analyze") === undefined && "there is no systemd-analyze";

  test("is one that systemd knows", { skip }, async (t) => {
    const unit = await block("mirror.md", "[Service]");
    const program = /^ExecStart=(\S+)/m.exec(unit)?.[1] ?? "";
    const file = path.join(await folder(t), "registry-mirror.service");
    await writeFile(file, unit.replace(program, process.execPath));
    const { stderr } = spawnSync("systemd-analyze", ["verify", file], { encoding: "utf8" });
    assert.doesNotMatch(stderr, /registry-mirror\.service/);
  });
});
