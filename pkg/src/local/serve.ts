import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LocalExchange, LocalRegistry } from "./registry.js";

/** The largest body that is taken, in bytes. */
const LARGEST_BODY = 1024 * 1024;

/** How a local registry is served. */
export interface ServeOptions {
  /** The port; 0, the default, lets the system choose a free one. */
  readonly port?: number | undefined;
  /** Called before an answer to a request that may have changed the registry goes out. */
  readonly beforeAnswer?: (() => Promise<void>) | undefined;
  /** Told of each request once it has ended: method, target, and the status or what befell the connection. */
  readonly log?: ((line: string) => void) | undefined;
}

/** A local registry that listens. */
export interface ServedRegistry {
  /** Where it listens, for the client's `baseUrl`. */
  readonly baseUrl: string;
  /** Stops listening and closes all connections. */
  close(): Promise<void>;
}

/** Serves a local registry over HTTP on loopback, in Node. */
export async function serve(registry: LocalRegistry, options: ServeOptions = {}): Promise<ServedRegistry> {
  const { port = 0, beforeAnswer, log } = options;
  const server = createServer((request, response) => {
    const started = performance.now();
    answer(registry, request, response, beforeAnswer).then(
      (told) => log?.(`${request.method} ${request.url} ${told} ${Math.round(performance.now() - started)} ms`),
      (error: unknown) => {
        log?.(`${request.method} ${request.url} failed: ${error}`);
        response.destroy();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/registry/v0`;
  registry.serveAt(baseUrl);
  return {
    baseUrl,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers a request, and says what came of it. */
async function answer(
  registry: LocalRegistry,
  request: IncomingMessage,
  response: ServerResponse,
  beforeAnswer: ServeOptions["beforeAnswer"],
): Promise<string> {
  for (const [name, value] of Object.entries(crossOrigin(request.headers.origin))) {
    response.setHeader(name, value);
  }
  if (request.method === "OPTIONS") {
    response.writeHead(204).end();
    return "204";
  }
  const body = await read(request);
  if (body === undefined) {
    response.writeHead(413, { connection: "close" }).end();
    return "413";
  }
  const headers = Object.entries(request.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value) => [name, value] as const),
  );
  const exchange = await registry.exchange({ method: request.method ?? "GET", target: request.url ?? "/", headers, body });
  if (request.method !== "GET") {
    await beforeAnswer?.();
  }
  return send(exchange, response);
}

function send(exchange: LocalExchange, response: ServerResponse): string {
  switch (exchange.kind) {
    case "answer":
      response.writeHead(exchange.status, exchange.headers).end(exchange.body);
      return String(exchange.status);
    case "dropped":
      response.destroy();
      return "connection dropped";
    case "stalled":
      return "no answer";
  }
}

/** The body; `undefined` when it is too large. */
async function read(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What lets a page of this machine read the answers. Pages from elsewhere cannot. */
function crossOrigin(origin: string | undefined): Record<string, string> {
  if (origin === undefined || !/^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(origin)) {
    return {};
  }
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-headers": "accept, authorization, content-type, x-client-secret",
    "access-control-allow-methods": "GET, POST",
    "access-control-expose-headers": "retry-after, x-request-id",
    "access-control-max-age": "600",
    vary: "origin",
  };
}
