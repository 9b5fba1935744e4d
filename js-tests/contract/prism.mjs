import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../node_modules/@stoplight/prism-cli/dist/index.js", import.meta.url));

/** Starts Prism with a document: it refuses whatever breaks it. Gives its address and a way to stop it. */
export async function startPrism(document) {
  const port = await freePort();
  const options = ["mock", "--errors", "--host", "127.0.0.1", "--port", String(port), document];
  const prism = spawn(process.execPath, [program, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const stop = async () => {
    const exit = once(prism, "exit");
    if (prism.kill()) {
      await exit;
    }
  };
  for await (const line of createInterface({ input: prism.stdout })) {
    const address = /Prism is listening on (http:\S+)/.exec(line)?.[1];
    if (address) {
      prism.stdout.resume();
      return { address, stop };
    }
  }
  throw new Error("Prism ended before it was ready");
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}
