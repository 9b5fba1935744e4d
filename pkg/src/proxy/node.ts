import type { Proxy } from "./options.js";
import { Problem } from "./problem.js";

/** What the proxy uses of a request of Node's `http`, or of Express. Code without Node lacks their types. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  readonly socket: object;
  readonly complete: boolean;
  readonly readableDidRead: boolean;
  readonly readableEnded: boolean;
  /** The body, chunk by chunk. */
  iterator(options: { destroyOnReturn: boolean }): AsyncIterator<Uint8Array>;
}

/** Ends an answer. */
export interface NodeEnding {
  /** Sends the body. */
  end(body: Uint8Array): unknown;
}

/** What the proxy uses of a response of Node's `http`, or of Express. */
export interface NodeResponse {
  readonly writableFinished: boolean;
  /** Waits for the connection to close. */
  once(event: "close", listener: () => void): unknown;
  /** Starts the answer; the result ends it. */
  writeHead(status: number, headers: Record<string, string>): NodeEnding;
  /** Closes the connection. */
  destroy(): unknown;
}

/** A listener for Node's `http` and a middleware for Express. */
export type NodeHandler = (request: NodeRequest, response: NodeResponse) => void;

const incomings = new WeakMap<Request, NodeRequest>();

/** The Node or Express request behind a request that `authorize` or `accessToken` receives. */
export function nodeRequest(request: Request): NodeRequest | undefined {
  return incomings.get(request);
}

/** Lets a proxy answer requests of Node's `http` or of Express. Mount it before anything that reads bodies. */
export function toNodeHandler(proxy: Proxy): NodeHandler {
  return (incoming, outgoing) => {
    answer(proxy, incoming, outgoing).catch(() => outgoing.destroy());
  };
}

async function answer(proxy: Proxy, incoming: NodeRequest, outgoing: NodeResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) {
      gone.abort();
    }
  });
  const response = await respond(proxy, incoming, gone.signal);
  const body = new Uint8Array(await response.arrayBuffer());
  if (gone.signal.aborted) {
    return;
  }
  // The unread rest of a body would block the connection's next request.
  const isRead = incoming.complete && (incoming.readableEnded || !incoming.readableDidRead);
  const headers = { ...Object.fromEntries(response.headers), ...(isRead ? {} : { connection: "close" }) };
  outgoing.writeHead(response.status, headers).end(body);
}

async function respond(proxy: Proxy, incoming: NodeRequest, signal: AbortSignal): Promise<Response> {
  let request: Request;
  try {
    request = toRequest(incoming, signal);
  } catch (error) {
    const { status, detail } = error instanceof Problem ? error : new Problem(400, "expected a plain request");
    return Response.json({ detail }, { status, headers: { "cache-control": "no-store" } });
  }
  incomings.set(request, incoming);
  return proxy(request);
}

/** The request as a standard `Request`. Throws if that would be a different request, or is impossible. */
function toRequest(incoming: NodeRequest, signal: AbortSignal): Request {
  const { method = "GET", headers: received, rawHeaders, socket } = incoming;
  const host = String(received["host"] ?? "");
  // Express removes from `url` the path that the handler is mounted at.
  const { originalUrl: target = incoming.url ?? "" } = incoming as { readonly originalUrl?: string };
  const scheme = "encrypted" in socket ? "https" : "http";
  const url = new URL(target, `${scheme}://${host}`);
  const hasBody = received["transfer-encoding"] !== undefined || Number(received["content-length"] ?? 0) > 0;
  // Of two hosts Node takes the first; a proxy in front of it may have taken the other.
  const isOnce = rawHeaders.filter((text, index) => index % 2 === 0 && /^host$/i.test(text)).length <= 1;
  const isPlain = isOnce && /^[\w.:[\]-]+$/.test(host) && target.split("?", 1)[0] === url.pathname;
  if (!isPlain) {
    throw new Problem(400, "expected a plain path on this host");
  }
  if (incoming.readableDidRead) {
    throw new Problem(500, "the body had already been read; mount the proxy before body parsers");
  }
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
  }
  const body = hasBody ? bodyOf(incoming) : null;
  return new Request(url, { method, headers, body, signal, duplex: "half" } as RequestInit);
}

function bodyOf(incoming: NodeRequest): ReadableStream<Uint8Array> {
  const chunks = incoming.iterator({ destroyOnReturn: false });
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) {
        controller.close();
      } else {
        controller.enqueue(new Uint8Array(value));
      }
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}
