import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expected, isFunction, type Takes } from "../value/options.js";
import { ADMIN_PATH, answerAdmin } from "./admin-http.js";
import { takeOptions } from "./options.js";
import type { LocalAnswer, LocalRegistry, LocalRequest } from "./registry.js";

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
  /**
   * Lets whoever knows this token call `registry.admin` over HTTP: `POST /admin/{call}` with `Authorization: Bearer` and
   * the input as JSON. Without a token nothing is there.
   */
  readonly adminToken?: string | undefined;
  /** Called for each request once it has ended: method, path, and the status or what befell the connection. */
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

/** The path, fit for a log. What is in a query may be secret. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").replace(/\?.*/s, "").replaceAll(/[^!-~]/g, "?");
}

/** Answers a request, and says what came of it. */
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

/**
 * Why a request is not for this registry. A name that somebody else's page has made to stand for this machine is not
 * its `Host`, and a page from elsewhere cannot act.
 */
function refusal({ headers, method }: IncomingMessage, body: unknown): [status: number, detail: string] | undefined {
  const { host = "", origin } = headers;
  if (!LOOPBACK.test(host)) {
    return [421, "expected a Host of this machine, such as 127.0.0.1 or localhost"];
  }
  if (origin !== undefined && method !== "GET" && method !== "OPTIONS" && !isOfThisMachine(origin)) {
    return [403, "pages of this machine can act, others cannot"];
  }
  return body === undefined ? [413, `expected a body of at most ${LARGEST_BODY} bytes`] : undefined;
}

/** This machine by name and port. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

/** Whether a page's origin is this machine. */
function isOfThisMachine(origin: string): boolean {
  const [, host = ""] = /^https?:\/\/(.*)$/.exec(origin) ?? [];
  return LOOPBACK.test(host);
}

/** What lets a page of this machine read the answers. Pages from elsewhere cannot. */
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
