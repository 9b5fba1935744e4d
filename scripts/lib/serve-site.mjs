import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { inRoot } from "./paths.mjs";
import { files } from "./step.mjs";

const site = "www/dist";

const types = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * Serves the built demo page on loopback, below `folder`. `change` may rewrite its HTML; `answer` is called first for
 * every request, and returns true if it answers. Only requests to loopback's own names are accepted: another name that
 * resolves to this machine belongs to someone else's page.
 *
 * @param {{
 *   port?: number,
 *   folder?: string,
 *   change?: (html: string) => string,
 *   answer?: (request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => boolean,
 * }} [options]
 */
export async function serveSite({ port = 0, folder = "/", change = (html) => html, answer = () => false } = {}) {
  const contents = await readSite(folder, change);
  const server = createServer((request, response) => {
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? "")) {
      return refuse(response, 421);
    }
    if (answer(request, response)) {
      return undefined;
    }
    const file = contents.get(request.url.split("?")[0]);
    return file ? send(file, request, response) : refuse(response, 404);
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${address.port}${folder}`, close };
}

const refuse = (response, status) => response.writeHead(status, { "content-type": "text/plain" }).end("Not here.\n");

function send({ type, plain, brotli }, request, response) {
  const isBrotli = /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
  response.writeHead(200, {
    "content-type": type,
    "cache-control": type.startsWith("text/html") ? "no-cache" : "public, max-age=31536000, immutable",
    vary: "accept-encoding",
    ...(isBrotli && { "content-encoding": "br" }),
  });
  response.end(isBrotli ? brotli : plain);
}

/** All files of the site, by the path at which they are served. */
async function readSite(folder, change) {
  const compress = promisify(brotliCompress);
  const entries = files(site).map(async (file) => {
    const name = path.relative(site, file).replaceAll(path.sep, "/");
    const content = await readFile(inRoot(file));
    const plain = name.endsWith(".html") ? Buffer.from(change(content.toString())) : content;
    const brotli = await compress(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
    return [folder + name, { type: types[path.extname(name)] ?? "application/octet-stream", plain, brotli }];
  });
  const contents = new Map(await Promise.all(entries));
  return contents.set(folder, contents.get(`${folder}index.html`));
}
