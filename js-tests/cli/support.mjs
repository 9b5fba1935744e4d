import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { listen } from "../listen.mjs";

/** The program, as npm links it. */
export const program = fileURLToPath(new URL("../../node_modules/.bin/isometric-registry", import.meta.url));

/** Credentials that only tests have. */
export const credentials = {
  ISOMETRIC_CLIENT_SECRET: "secret-of-the-environment",
  ISOMETRIC_ACCESS_TOKEN: "token-of-the-environment",
};

/** The environment without what the program reads of it, and with what a test says. */
export function environment(given = {}) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(ISOMETRIC_|COLUMNS$|NO_COLOR$|FORCE_COLOR$)/.test(name),
  );
  return { ...Object.fromEntries(own), ...given };
}

/**
 * Starts the program. `ended` resolves with its exit status, or the signal that ended it, and all that it printed.
 *
 * @param {readonly string[]} words
 * @param {{ env?: Record<string, string>, stdout?: "pipe" | number }} [options]
 */
export function start(words, { env, stdout = "pipe" } = {}) {
  const child = spawn(process.execPath, [program, ...words], {
    stdio: ["ignore", stdout, "pipe"],
    env: environment(env),
  });
  const printed = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    printed.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    printed.stderr += text;
  });
  const ended = once(child, "close").then(([code, signal]) => ({ status: code ?? signal, ...printed }));
  return { child, printed, ended };
}

/** Runs the program to its end. */
export const run = (words, options) => start(typeof words === "string" ? words.split(" ") : words, options).ended;

/**
 * Runs a line of a shell.
 *
 * @param {string} line
 * @param {{ env?: Record<string, string>, program?: string }} [options]
 */
export async function shell(line, { env, program: name = "sh" } = {}) {
  const child = spawn(name, ["-c", line], {
    stdio: ["ignore", "pipe", "pipe"],
    env: environment(env),
  });
  const printed = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    printed.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    printed.stderr += text;
  });
  const [status] = await once(child, "close");
  return { status, ...printed };
}

/** Serves answers, and keeps the requests. `answer` gives text, or a status and text. */
export async function serveAnswers(t, answer) {
  const requests = [];
  const respond = async (request, response) => {
    requests.push({ method: request.method, target: request.url, headers: request.headers });
    const given = await answer(request, requests.length);
    const [status, body] = typeof given === "string" ? [200, given] : given;
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  };
  const origin = await listen(t, respond);
  return { baseUrl: `${origin}/v0`, host: new URL(origin).host, requests };
}

/** A page of a list that goes on where a cursor says so. */
export const page = (nodes, { total = nodes.length, after = null, start = "start", end = "end" } = {}) =>
  `{"nodes":[${nodes.join(",")}],"total_count":${total},"page_info":{"has_previous_page":false,` +
  `"start_cursor":"${start}","has_next_page":${after !== null},"end_cursor":"${after ?? end}"}}`;

/** A retirement as JSON text. */
export const retirement = ({ number = 1, name = "Küstenwald", kilograms = "1500", notes = "null" } = {}) =>
  `{"id":"ret_${String(number).padStart(16, "0")}","retired_at":"2026-01-02T03:04:05.678901Z","purposes":["insetting","other"],` +
  `"beneficiary":{"id":"org_0123456789ABCDEF","name":${JSON.stringify(name)},"domain":null},` +
  `"owner":{"id":"org_0123456789ABCDEF","name":"Owner","domain":"owner.example"},` +
  `"credit_batch_size_total":{"credits":1.5,"credit_kgs":${kilograms}},"url":"https://registry.example/r","notes":${notes}}`;
