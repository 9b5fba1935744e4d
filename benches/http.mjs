import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { compareOverHttp } from "./lib/over-http.mjs";

/** What this process has taken of the processors, in ms: its own code, and what the system has done for it. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Walks and single calls over HTTP on loopback, with the server in a process of its own. */
export async function benchHttp() {
  const server = fork(fileURLToPath(new URL("lib/http-server.mjs", import.meta.url)));
  const [port] = await once(server, "message");
  await compareOverHttp({
    origin: `http://127.0.0.1:${port}`,
    credentials: { clientSecret: "made-up-secret-of-a-client", accessToken: "made-up-token-of-an-organisation" },
    count: 400,
    clocks: { "wall time": () => performance.now(), "processor time": processorTime },
    targets: { walk: { "processor time": 0.95 }, call: { "processor time": 1.1 } },
  });
  server.disconnect();
}
