import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { RegistryClient } from "isometric-registry";

export const program = fileURLToPath(new URL("../../node_modules/.bin/isometric-registry", import.meta.url));

/** Starts the command. `ended` resolves with its exit code (or the signal that killed it) and all that it printed. */
export function start(t, args) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => child.kill("SIGKILL"));
  const printed = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (printed.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (printed.stderr += text));
  const ended = once(child, "close").then(([code, signal]) => ({ end: code ?? signal, ...printed }));
  return { child, printed, ended };
}

/** Runs the command to its end. */
export const run = (t, ...args) => start(t, args).ended;

/** Starts a server with `--json`, and gives what it announced beside the process once it listens. */
export async function startServer(t, ...args) {
  const process = start(t, ["serve", "--json", ...args]);
  const listening = once(createInterface({ input: process.child.stdout }), "line");
  const ended = process.ended.then(({ end, stderr }) => {
    throw new Error(`it ended (${end}) before it listened: ${stderr}`);
  });
  const [line] = await Promise.race([listening, ended]);
  ended.catch(() => undefined);
  return { ...process, ...JSON.parse(line) };
}

/** A client of one of a server's accounts. */
export function clientOf({ baseUrl, accounts }, role = "buyer", options = {}) {
  const { clientSecret, accessToken } = accounts.find((account) => account.role === role);
  return new RegistryClient({ baseUrl, clientSecret, accessToken, ...options });
}

/** Headers that a request of an account has. */
export const headersOf = ({ clientSecret, accessToken }) => ({
  "x-client-secret": clientSecret,
  authorization: `Bearer ${accessToken}`,
});

/** The body of a retirement of the caller's oldest credits. */
export async function retirement(registry, kilograms = 1n) {
  const me = await registry.organisations.current();
  const batch = await registry.organisations.creditBatches(me.id, { status: ["active"] }).first();
  return {
    owner_organisation_id: me.id,
    beneficiary_organisation_id: me.id,
    supplier_id: batch.supplier_id,
    retirement_purposes: ["other"],
    credit_quantity_kg: kilograms,
  };
}
