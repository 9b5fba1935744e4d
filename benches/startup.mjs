import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { compare, print } from "./lib/measure.mjs";

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
}
