import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { createLocalRegistry } from "isometric-registry/local";
import { createProxy, toNodeHandler } from "isometric-registry/proxy";
import { createLogin } from "./login.mjs";

const types = { ".html": "text/html", ".js": "text/javascript" };
const folders = {
  "/package/": new URL("./", import.meta.resolve("isometric-registry")),
  "/": new URL("page/", import.meta.url),
};

/** Serves the page, the login and the proxy on loopback. A local registry stands in for Isometric's. */
export async function serve(port = 0) {
  const { baseUrl, fetch, accounts } = await createLocalRegistry();
  const { clientSecret, accessToken } = accounts.find(({ role }) => role === "buyer");
  const login = createLogin(accessToken);

  const proxy = createProxy({
    baseUrl,
    fetch,
    clientSecret,
    accessToken: (request) => login.sessionOf(request.headers.get("cookie")),
    allow: ["public", "private-reads", "retirements.createFromOldestCredits"],
    authorize: (_request, _operation, input) => mayAct(input),
  });
  const answerRegistry = toNodeHandler(proxy);

  const server = createServer((request, response) => {
    if (request.url.startsWith("/registry/")) {
      answerRegistry(request, response);
    } else if (request.url === "/session") {
      login.answer(request, response);
    } else {
      sendFile(request.url, response).catch(() => response.writeHead(404).end());
    }
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${address.port}/`, server, accounts };
}

/**
 * A signed-in user may retire up to a limit at once. `body` is what the page sent, `identity` is the one returned by
 * `accessToken`.
 *
 * @param {any} input
 */
const mayAct = ({ identity, body }) => identity !== undefined && (body?.credit_quantity_kg ?? 0) <= identity.mostKg;

async function sendFile(path, response) {
  const [prefix, folder] = Object.entries(folders).find(([prefix]) => path.startsWith(prefix));
  const file = new URL(path.slice(prefix.length) || "index.html", folder);
  if (!file.href.startsWith(folder.href)) {
    throw new Error("outside of the folder");
  }
  const content = await readFile(file);
  response
    .writeHead(200, {
      "content-type": types[extname(file.pathname)] ?? "application/octet-stream",
      "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:",
    })
    .end(content);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { address } = await serve(Number(process.env.PORT ?? 8080));
  console.log(`The page is at ${address}\nStop it with Ctrl+C.`);
}
