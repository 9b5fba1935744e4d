import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { nodeWithSqlite } from "../js-tests/mirror/support.mjs";

const REFRESHES = Number(process.env.WATCH_REFRESHES ?? 1000);

/** Refreshes after which memory is looked at. */
const AT = [100, 250, 500, 750, 1000].filter((count) => count <= REFRESHES);

/** The memory of `mirror --watch` over many refreshes of the sample. */
export async function benchWatch() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "watch-bench-"));
  const program = fileURLToPath(new URL("../node_modules/isometric-registry/dist/cli.js", import.meta.url));
  const words = ["mirror", path.join(folder, "registry.db"), "--local", "--watch", "1ms", "--json"];
  const child = spawn(await nodeWithSqlite(), ["--no-warnings", program, ...words], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    console.log("\nMemory of mirror --watch");
    let count = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      if (JSON.parse(line).status !== 0) {
        throw new Error(line);
      }
      count += 1;
      if (AT.includes(count)) {
        console.log(`  after ${count} refreshes: ${await megabytes(child.pid)} MB`);
      }
      if (count === REFRESHES) {
        break;
      }
    }
  } finally {
    child.kill("SIGTERM");
    await once(child, "close");
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a process has in memory, as Linux says. */
async function megabytes(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(kilobytes) / 1024);
}
