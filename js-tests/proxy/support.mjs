import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { createLocalRegistry } from "isometric-registry/local";
import { createProxy, toNodeHandler } from "isometric-registry/proxy";
import { listen } from "../listen.mjs";

/** Credentials that no answer may hold. */
export const clientSecret = 'client-secret-"of\\the-server';
export const accessToken = "access-token/of-the-server";

/** An organisation's id that is well formed. */
export const organisation = "org_0123456789ABCDEF";

/** A body that `beneficiaries.create` takes. */
export const beneficiary = '{"beneficiary_name":"Ada","beneficiary_domain":"example.com"}';

/** A POST as the page of an origin sends it. */
export function post(body, headers = {}) {
  return { method: "POST", body, headers: { "content-type": "application/json", ...headers } };
}

/** An upstream that notes every request and answers as told. */
export async function serveUpstream(context, answer = (_, response) => sendJson(response, 200, {})) {
  const requests = [];
  const origin = await listen(context, async (request, response) => {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const { method, url, headers } = request;
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    answer(request, response);
  });
  return { baseUrl: `${origin}/registry/v0`, origin, requests };
}

export function sendJson(response, status, value, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

/** A served proxy; `ask(path, init)` fetches from it and fails on any answer that holds a credential. */
export async function serveProxy(context, options) {
  const proxy = createProxy({ clientSecret, accessToken, ...options });
  const origin = await listen(context, toNodeHandler(proxy));
  return {
    origin,
    ask: (path, init) => read(fetch(origin + path, init)),
    raw: (target, init) => raw(origin, target, init),
  };
}

/** A proxy in front of a local registry that acts for its buyer. */
export async function serveLocal(context, options = {}) {
  const local = await createLocalRegistry();
  const buyer = local.accounts.find(({ role }) => role === "buyer");
  const { baseUrl, fetch } = local;
  const credentials = { clientSecret: buyer.clientSecret, accessToken: buyer.accessToken };
  return { local, buyer, ...(await serveProxy(context, { baseUrl, fetch, ...credentials, ...options })) };
}

/** An answer with its body as text and as JSON; that it holds no credential is checked. */
export async function read(pending) {
  const response = await pending;
  const text = await response.text();
  refuseSecrets(text + JSON.stringify([...response.headers]));
  return { status: response.status, headers: response.headers, text, json: text === "" ? undefined : JSON.parse(text) };
}

function refuseSecrets(text) {
  for (const secret of [clientSecret, accessToken]) {
    for (const shape of [secret, JSON.stringify(secret).slice(1, -1)]) {
      if (text.includes(shape)) {
        throw new Error(`an answer holds a credential: ${text}`);
      }
    }
  }
}

/** Sends a request target as it stands, which `fetch` would tidy. */
export async function raw(origin, target, { method = "GET", headers = {}, body = "" } = {}) {
  const { hostname, port } = new URL(origin);
  const request = httpRequest({ hostname, port, path: target, method, headers, agent: false });
  request.end(body);
  const [response] = await once(request, "response");
  const chunks = [];
  for await (const chunk of response) {
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  refuseSecrets(text + JSON.stringify(response.rawHeaders));
  return { status: response.statusCode, headers: response.headers, text };
}
