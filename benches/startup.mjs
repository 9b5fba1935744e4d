import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { compare, median } from "./lib/measure.mjs";
import { print } from "./lib/print.mjs";

const COMMAND = fileURLToPath(new URL("../node_modules/isometric-registry/dist/cli.js", import.meta.url));

const run = promisify(execFile);

/** From `import` to the first request sent, in a process that has just started. */
export async function benchStartup() {
  const cold = (client) => async () => {
    const { stdout } = await run(process.execPath, [new URL("./lib/cold.mjs", import.meta.url).pathname, client]);
    return Number(stdout);
  };
  // The time of the process as a whole is what is compared: it is the same for both but for the client.
  const rows = await compare(
    [
      { name: "openapi-fetch + zod", run: cold("openapi-fetch") },
      { name: "isometric-registry", run: cold("isometric-registry") },
      { name: "neither", run: cold("neither") },
    ],
    { rounds: 15, warmUp: 2 },
  );
  print("A process from its start to the first request sent", rows, { "isometric-registry": 1 });
  await benchServe();
}

/** From the start of the command to its ready line. */
async function benchServe() {
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    const child = spawn(process.execPath, [COMMAND, "serve", "--json"], { stdio: ["ignore", "pipe", "ignore"] });
    await once(child.stdout, "data");
    times.push(performance.now() - start);
    child.kill();
    await once(child, "close");
  }
  const ms = median(times);
  console.log(
    `  isometric-registry serve listens after ${ms.toFixed(0)} ms (target 1000: ${ms <= 1000 ? "met" : "missed"})`,
  );
}
