import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expected, isFunction, type Takes } from "../value/options.js";
import { takeOptions } from "./options.js";
import type { LocalExchange, LocalRegistry } from "./registry.js";

/** The largest body that is taken, in bytes. */
const LARGEST_BODY = 1024 * 1024;

/** How a local registry is served. */
export interface ServeOptions {
  /** The port; 0, the default, lets the system choose a free one. */
  readonly port?: number | undefined;
  /**
   * Waited for before an answer goes out; should it reject, the connection is dropped instead.
   * `mayHaveChanged` says whether the request may have changed the registry.
   */
  readonly beforeAnswer?: ((mayHaveChanged: boolean) => Promise<void>) | undefined;
  /** Told of each request once it has ended: method, path, and the status or what befell the connection. */
  readonly log?: ((line: string) => void) | undefined;
}

/** A local registry that listens. */
export interface ServedRegistry {
  /** Where it listens, for the client's `baseUrl`. */
  readonly baseUrl: string;
  /** Stops listening and closes all connections. */
  close(): Promise<void>;
}

const serveTakes: Takes<ServeOptions> = {
  port: expected(
    "a port from 0 to 65535",
    (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535,
  ),
  beforeAnswer: expected("a function", isFunction),
  log: expected("a function", isFunction),
};

/** Serves a local registry over HTTP on loopback, in Node. */
export async function serve(registry: LocalRegistry, options?: ServeOptions): Promise<ServedRegistry> {
  const { port = 0, beforeAnswer, log } = takeOptions("serve", options, serveTakes);
  const server = createServer((request, response) => {
    const started = performance.now();
    const told = (end: string): void =>
      log?.(`${request.method} ${pathOf(request)} ${end} ${Math.round(performance.now() - started)} ms`);
    answer(registry, request, response, beforeAnswer).then(told, (error: unknown) => {
      response.destroy();
      told(`no answer: ${error instanceof Error ? error.message : error}`);
    });
  });
  await listen(server, port);
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

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Error(`port ${port} of 127.0.0.1 is in use`, { cause: error }) : error),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
}

/** The path, fit for a log. What is in a query may be secret. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").replace(/\?.*/s, "").replaceAll(/[^!-~]/g, "?");
}

/** Answers a request, and says what came of it. */
async function answer(
  registry: LocalRegistry,
  request: IncomingMessage,
  response: ServerResponse,
  beforeAnswer: ServeOptions["beforeAnswer"],
): Promise<string> {
  for (const [name, value] of Object.entries(crossOrigin(request.headers))) {
    response.setHeader(name, value);
  }
  const { method = "GET", url: target = "/" } = request;
  const body = await read(request);
  if (method === "OPTIONS") {
    response.writeHead(204).end();
    return "204";
  }
  if (body === undefined) {
    const detail = `expected a body of at most ${LARGEST_BODY} bytes`;
    response.writeHead(413, { "content-type": "application/json" }).end(JSON.stringify({ detail }));
    return "413";
  }
  const headers = Object.entries(request.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value) => [name, value] as const),
  );
  const exchange = await registry.exchange({ method, target, headers, body });
  await beforeAnswer?.(method !== "GET");
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

/** The body, read to its end so that the answer finds a reader; `undefined` when it is too large. */
async function read(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) {
      chunks.push(chunk);
    }
  }
  return size <= LARGEST_BODY ? Buffer.concat(chunks) : undefined;
}

/** What lets a page of this machine read the answers. Pages from elsewhere cannot. */
function crossOrigin(headers: IncomingMessage["headers"]): Record<string, string> {
  const { origin, "access-control-request-headers": wanted } = headers;
  if (origin === undefined || !/^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(origin)) {
    return { vary: "origin" };
  }
  return {
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "retry-after, x-request-id",
    vary: "origin",
    ...(wanted === undefined ? {} : { "access-control-allow-headers": wanted, "access-control-max-age": "600" }),
  };
}
