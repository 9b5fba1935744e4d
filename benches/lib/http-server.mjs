// A process that answers over HTTP on loopback for as long as its parent wants it. It sends its port.
import { createServer } from "node:http";
import { createAnswer } from "./http-registry.mjs";

const answer = createAnswer();
const server = createServer((request, response) => answer(request, response) || response.writeHead(404).end());
server.listen(0, "127.0.0.1", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  process.send(port);
});
process.on("disconnect", () => process.exit());
