import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { inRoot } from "./paths.mjs";
import { say } from "./run.mjs";

/** Does something that only one process may do in this work tree at a time, after whoever is at it. */
export async function alone(work) {
  const lock = inRoot("target/build.lock");
  await mkdir(inRoot("target"), { recursive: true });
  for (let hasSaid = false; !(await take(lock)); await wait(200)) {
    if (!hasSaid) {
      say("Waiting for another build in this folder …");
    }
    hasSaid = true;
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** Takes the lock, or finds that a living process has it. */
async function take(lock) {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    const holder = Number(await readFile(lock, "utf8").catch(() => ""));
    if (holder > 0 && !isAlive(holder)) {
      await rm(lock, { force: true });
    }
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
