import { once } from "node:events";
import { createServer } from "node:http";
import { RegistryClient } from "isometric-registry";
import { calls } from "../contract/calls.mjs";
import { exampleText } from "../contract/examples.mjs";
import { listen } from "../listen.mjs";

export const clientSecret = "the+client/secret";
export const accessToken = "the/access+token";

/** A call of each operation that acts. */
export const posts = calls.filter(({ request }) => request.startsWith("POST "));

export const organisationText = exampleText("full", "Organisation");

/**
 * A server on the loopback that answers by a handler of `(request, response, count)`; a request's body has
 * been read by then. It is closed when the test ends.
 */
export async function serve(t, handler) {
  const requests = [];
  const answer = async (request, response) => {
    request.text = "";
    for await (const chunk of request.setEncoding("utf8")) {
      request.text += chunk;
    }
    requests.push(request);
    await handler(request, response, requests.length);
  };
  const origin = await listen(t, answer);
  return { requests, port: Number(new URL(origin).port), baseUrl: `${origin}/v0` };
}

/** Where a server was and is no more. */
export async function closedServer() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((closed) => server.close(closed));
  return { port, baseUrl: `http://127.0.0.1:${port}/v0` };
}

export const json = (response, status, text = "{}", headers = {}) =>
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);

/** A client of a server. */
export const clientOf = ({ baseUrl }, options = {}) =>
  new RegistryClient({ baseUrl, clientSecret, accessToken, ...options });

/** A client whose requests a function answers. */
export const clientBy = (fetch, options = {}) => clientOf({ baseUrl: "http://127.0.0.1:9/v0" }, { fetch, ...options });

/** What a promise rejects with. */
export const rejection = (promise) =>
  promise.then(
    (value) => {
      throw new Error(`a rejection was expected, not ${String(value)}`);
    },
    (error) => error,
  );

/** A promise, and what settles it. */
export function deferred() {
  /** @type {{ promise?: Promise<any>, resolve?: (value?: unknown) => void, reject?: (reason: unknown) => void }} */
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

/** A signal that counts its listeners. */
export function countingSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set();
  const count = { added: 0, left: () => listeners.size, controller, signal };
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (type, listener, ...rest) => {
    count.added += 1;
    listeners.add(listener);
    addEventListener.call(signal, type, listener, ...rest);
  };
  signal.removeEventListener = (type, listener, ...rest) => {
    listeners.delete(listener);
    removeEventListener.call(signal, type, listener, ...rest);
  };
  return count;
}
