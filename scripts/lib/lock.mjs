import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { inRoot } from "./paths.mjs";
import { say } from "./run.mjs";

/**
 * Runs a function that only one process may run in this work tree at a time, after the current holder of the lock. A
 * holder that has died is ignored.
 *
 * Locks are numbered files that contain the pid of their process. A process that finds the last one released, or its
 * process dead, creates the next one by a hard link, at which only one can succeed; it counts if nobody has created a
 * later one. The last file is only removed by the process that has created a later one, so that nobody can remove
 * another's lock by mistake.
 */
export async function alone(work, { folder = inRoot("target/build.locks"), pollMs = 200 } = {}) {
  await mkdir(folder, { recursive: true });
  let lock = await take(folder);
  if (lock === undefined) {
    say("Waiting for another build in this folder …");
  }
  while (lock === undefined) {
    await wait(pollMs);
    lock = await take(folder);
  }
  try {
    return await work();
  } finally {
    await release(lock);
  }
}

/** Takes the lock, and returns its file; `undefined` if a living process holds it. */
async function take(folder) {
  const last = Math.max(0, ...(await numbers(folder)));
  if (last > 0 && (await isHeld(path.join(folder, String(last))))) {
    return undefined;
  }
  const number = last + 1;
  const lock = path.join(folder, String(number));
  if (!(await create(lock))) {
    return undefined;
  }
  const others = await numbers(folder);
  if (others.some((other) => other > number)) {
    await rm(lock, { force: true });
    return undefined;
  }
  for (const earlier of others.filter((other) => other < number)) {
    await rm(path.join(folder, String(earlier)), { force: true });
  }
  return lock;
}

async function numbers(folder) {
  return (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** Creates a file that contains this process's pid from the start, unless it exists. */
async function create(lock) {
  const draft = `${lock}.${process.pid}.draft`;
  await writeFile(draft, String(process.pid));
  try {
    await link(draft, lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") {
      throw error;
    }
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Releases the lock. */
async function release(lock) {
  const draft = `${lock}.${process.pid}.draft`;
  await writeFile(draft, "");
  await rename(draft, lock);
}

async function isHeld(lock) {
  try {
    const holder = Number(await readFile(lock, "utf8"));
    return holder > 0 && isAlive(holder);
  } catch (error) {
    if (error.code === "ENOENT") {
      return true; // Somebody has created a later one in the meantime.
    }
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
