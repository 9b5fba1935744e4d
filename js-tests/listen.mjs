import { once } from "node:events";
import { createServer } from "node:http";

/**
 * Serves a listener on loopback until the test ends. Gives the address.
 *
 * @param {{ after(end: () => void): void }} t
 * @param {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => unknown} listener
 */
export async function listen(t, listener) {
  const server = createServer((request, response) => void listener(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}
