import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const program = fileURLToPath(new URL("lock.mjs", import.meta.url));

test("builds take turns, also after one that died while others waited for it", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "lock-"));
  t.after(() => rm(folder, { recursive: true }));
  const dead = spawn(process.execPath, ["--version"]);
  await once(dead, "exit");
  await mkdir(path.join(folder, "locks"));
  await writeFile(path.join(folder, "locks", "1"), String(dead.pid));
  const run = (...args) => promisify(execFile)(process.execPath, [program, folder, ...args]);
  await Promise.all(Array.from({ length: 8 }, (_, index) => run("30", index % 2 === 0 ? "dies" : "")));
  assert.deepEqual((await readdir(path.join(folder, "locks"))).length, 1);
  await run("1");
});
