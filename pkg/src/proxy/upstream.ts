import { fetchInit } from "../client/runtime.js";
import { readAll } from "./bytes.js";
import type { Checked } from "./check.js";
import type { Deadline } from "./deadline.js";
import type { ProxyConfig } from "./options.js";
import { type Answer, Problem } from "./problem.js";

/** The largest answer that is passed on, in bytes: a list of 20,000 batches in one piece. */
const LARGEST_ANSWER = 24 * 1024 * 1024;

/** The registry's headers that pages receive. */
const PASSED_ON = ["retry-after", "x-request-id"] as const;

/** Sends a request to the registry, once, and reads its answer to the end. */
export async function ask(
  { baseUrl, fetch, clientSecret }: ProxyConfig,
  method: string,
  { target, body }: Checked,
  accessToken: string | undefined,
  deadline: Deadline,
): Promise<Answer> {
  const headers: Record<string, string> = { accept: "application/json", "x-client-secret": clientSecret };
  if (accessToken !== undefined) {
    headers["authorization"] = `Bearer ${accessToken}`;
  }
  if (body !== null) {
    headers["content-type"] = "application/json";
  }
  const init = { ...fetchInit(undefined), method, headers, body, signal: deadline.signal };
  const sent = send(() => fetch(`${baseUrl}${target}`, init));
  let response: Response;
  try {
    response = await deadline.race(sent);
  } catch (error) {
    sent.then(discard, () => {});
    throw error;
  }
  return read(response, deadline);
}

async function send(fetch: () => Promise<Response>): Promise<Response> {
  return fetch();
}

async function read(response: Response, deadline: Deadline): Promise<Answer> {
  const { status } = response;
  if (status < 200 || status > 599 || (status >= 300 && status < 400) || response.redirected) {
    discard(response);
    throw new Problem(502, "the registry answered with a redirect, which is not followed");
  }
  const headers = passedOn(response);
  const isEmpty = status === 204 || status === 205;
  const type = response.headers.get("content-type") ?? "";
  if (isEmpty || !/^application\/json\s*(;|$)/i.test(type) || /charset=(?!"?utf-8"?\s*(;|$))/i.test(type)) {
    discard(response);
    throw new Problem(status < 400 ? 502 : status, "the registry's answer is not JSON", headers);
  }
  const body = await readAll(response.body, LARGEST_ANSWER, deadline);
  if (body === undefined) {
    throw new Problem(502, "the registry's answer is too large", headers);
  }
  return { status, headers, body };
}

function passedOn({ headers }: Response): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

function discard(response: Response): void {
  response.body?.cancel().catch(() => {});
}
