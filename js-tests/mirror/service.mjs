import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { environment, program } from "../cli/support.mjs";
import { listen } from "../listen.mjs";
import { nodeWithSqlite } from "./support.mjs";

/**
 * Starts the command line in a Node that has SQLite. `next` gives what it prints, line by line, and `undefined` at the
 * end; `ended` resolves with its exit status, or the signal that ended it, and its stderr.
 */
export async function begin(t, words, env = {}) {
  const child = spawn(await nodeWithSqlite(), ["--no-warnings", program, ...words], { env: environment(env) });
  t.after(() => child.kill("SIGKILL"));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "close").then(([status, signal]) => ({ status: status ?? signal, stderr }));
  const next = async () => {
    const { value } = await lines.next();
    return value === undefined ? undefined : JSON.parse(value);
  };
  return { child, ended, next };
}

/**
 * A server before a registry. `answer` gets each request, and returns what to answer it with; by default it is passed on.
 *
 * @param {import("node:test").TestContext} t
 * @param {{ baseUrl: string }} registry
 * @param {(request: import("node:http").IncomingMessage) => Promise<Response | undefined> | Response | undefined} answer
 */
export async function front(t, { baseUrl }, answer) {
  const pass = ({ url = "", headers }) =>
    fetch(new URL(url, baseUrl), { headers: { "x-client-secret": String(headers["x-client-secret"]) } });
  const answerTo = async (request, response) => {
    const given = (await answer(request)) ?? (await pass(request));
    response.writeHead(given.status, { "content-type": "application/json" });
    response.end(Buffer.from(await given.arrayBuffer()));
  };
  const origin = await listen(t, answerTo);
  return `${origin}${new URL(baseUrl).pathname}`;
}

/** A door: `passed` resolves when it is opened. */
export function door() {
  let open = () => {};
  const passed = new Promise((resolve) => {
    open = () => resolve(undefined);
  });
  return { passed, open };
}
