import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expected, isFunction, type Takes } from "../value/options.js";
import { ADMIN_PATH, answerAdmin } from "./admin-http.js";
import { takeOptions } from "./options.js";
import type { LocalAnswer, LocalRegistry, LocalRequest } from "./registry.js";

/** The largest accepted body, in bytes. */
const LARGEST_BODY = 1024 * 1024;

/** How a local registry is served. */
export interface ServeOptions {
  /** The port; 0, the default, lets the system choose a free one. */
  readonly port?: number | undefined;
  /**
   * Awaited before an answer is sent; if it rejects, the connection is closed instead. `mayHaveChanged` says whether
   * the request may have changed the registry.
   */
  readonly beforeAnswer?: ((mayHaveChanged: boolean) => Promise<void>) | undefined;
  /**
   * Allows calls of `registry.admin` over HTTP with this token: `POST /admin/{call}` with `Authorization: Bearer` and
   * the input as JSON. Without a token these paths do not exist.
   */
  readonly adminToken?: string | undefined;
  /**
   * Called once for each request when it has ended, with the method, path, and the status or the failure of the
   * connection.
   */
  readonly log?: ((line: string) => void) | undefined;
}

/** A local registry that is being served. */
export interface ServedRegistry {
  /** Its address, for the client's `baseUrl`. */
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
  adminToken: expected("a text of 16 characters or more", (value) => typeof value === "string" && value.length >= 16),
  log: expected("a function", isFunction),
};

/** Serves a local registry over HTTP on loopback, in Node. */
export async function serve(registry: LocalRegistry, options?: ServeOptions): Promise<ServedRegistry> {
  const { port = 0, beforeAnswer, adminToken, log } = takeOptions("serve", options, serveTakes);
  const handle = (request: LocalRequest): Promise<LocalAnswer> =>
    adminToken !== undefined && request.target.startsWith(ADMIN_PATH)
      ? answerAdmin(registry.admin, adminToken, request)
      : registry.handle(request);
  const server = createServer((request, response) => {
    const started = performance.now();
    const logEnd = (end: string): void =>
      log?.(`${request.method} ${pathOf(request)} ${end} ${Math.round(performance.now() - started)} ms`);
    answer(handle, request, response, beforeAnswer).then(logEnd, (error: unknown) => {
      response.destroy();
      logEnd(`no answer: ${error instanceof Error ? error.message : error}`);
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

/** The path without its query, for a log: a query may contain secrets. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").replace(/\?.*/s, "").replaceAll(/[^!-~]/g, "?");
}

/** Answers a request, and returns how it ended. */
async function answer(
  handle: LocalRegistry["handle"],
  request: IncomingMessage,
  response: ServerResponse,
  beforeAnswer: ServeOptions["beforeAnswer"],
): Promise<string> {
  for (const [name, value] of Object.entries(crossOrigin(request.headers))) {
    response.setHeader(name, value);
  }
  const { method = "GET", url: target = "/" } = request;
  const body = await read(request);
  const refused = refusal(request, body);
  if (refused !== undefined) {
    const [status, detail] = refused;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ detail }));
    return String(status);
  }
  if (method === "OPTIONS") {
    response.writeHead(204).end();
    return "204";
  }
  const headers = Object.entries(request.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value) => [name, value] as const),
  );
  const answer = await handle({ method, target, headers, body: body ?? new Uint8Array() });
  await beforeAnswer?.(method !== "GET");
  return send(answer, response);
}

function send(answer: LocalAnswer, response: ServerResponse): string {
  switch (answer.kind) {
    case "answer":
      response.writeHead(answer.status, answer.headers).end(answer.body);
      return String(answer.status);
    case "dropped":
      response.destroy();
      return "connection dropped";
    case "stalled":
      return "no answer";
  }
}

/** The body, read to its end so that the client reads the answer; `undefined` if it is too large. */
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

/**
 * Why a request is rejected. Another site's page may point a host name at this machine, but cannot change the `Host`;
 * and such a page must not write.
 */
function refusal({ headers, method }: IncomingMessage, body: unknown): [status: number, detail: string] | undefined {
  const { host = "", origin } = headers;
  if (!LOOPBACK.test(host)) {
    return [421, "expected a Host on this machine, such as 127.0.0.1 or localhost"];
  }
  if (origin !== undefined && method !== "GET" && method !== "OPTIONS" && !isOfThisMachine(origin)) {
    return [403, "only pages on this machine may write"];
  }
  return body === undefined ? [413, `expected a body of at most ${LARGEST_BODY} bytes`] : undefined;
}

/** This machine by name and port. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

/** Whether a page's origin is on this machine. */
function isOfThisMachine(origin: string): boolean {
  const [, host = ""] = /^https?:\/\/(.*)$/.exec(origin) ?? [];
  return LOOPBACK.test(host);
}

/** The headers that let a page on this machine read the answers. Pages from elsewhere cannot. */
function crossOrigin(headers: IncomingMessage["headers"]): Record<string, string> {
  const { origin, "access-control-request-headers": wanted } = headers;
  if (origin === undefined || !isOfThisMachine(origin)) {
    return { vary: "origin" };
  }
  return {
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "retry-after, x-request-id",
    vary: "origin",
    ...(wanted === undefined ? {} : { "access-control-allow-headers": wanted, "access-control-max-age": "600" }),
  };
}
