import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * Serves a folder on loopback while `work` is done with its address. Where a page has no file it is one
 * with the script of its name, by the attributes `script`. `headers` go with every answer.
 */
export async function withSite(folder, work, { headers = {}, script = 'type="module"' } = {}) {
  const server = createServer(({ url }, response) => {
    const name = path.join(folder, new URL(url, "http://127.0.0.1").pathname);
    const extension = path.extname(name);
    const type = { "content-type": types[extension] ?? "application/octet-stream" };
    if (existsSync(name)) {
      response.writeHead(200, { ...type, ...headers });
      createReadStream(name).pipe(response);
    } else if (extension === ".html") {
      response.writeHead(200, { ...type, ...headers });
      response.end(`<!doctype html>\n<script ${script} src="./${path.basename(name, extension)}.js"></script>\n`);
    } else {
      response.writeHead(404).end();
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  try {
    return await work(`http://127.0.0.1:${port}/`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
