import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { LocalAccount } from "./admin.js";
import { addData } from "./data.js";
import { type Failures, failureKinds } from "./failures.js";
import { createLocalRegistry } from "./registry.js";
import { serve } from "./serve.js";
import { readState, StateFile } from "./state-file.js";

const HELP = `Usage: isometric-registry serve [options]

Serves a local registry on 127.0.0.1: an in-memory ledger with sample data that answers the
Isometric Registry API. Nothing it holds is real.

Options:
  --port N              listen on this port (default: a free one)
  --seed NAME           other sample data: the same name gives the same data
  --empty               begin with nothing instead of sample data
  --data FILE           add what a JSON file says: [{"call": "addSupplier", "with": {"name": "…"}, "as": "mine"}, …];
                        "$mine.id" in a later "with" stands for a property of what an earlier call gave
  --latency MS          answer after so many milliseconds
  --fail KIND:CHANCE    let connections fail, before:0.1 the registry acts, after:0.1 it has acted, or
                        stall:0.1 to act and stay silent; may be given once for each kind
  --state FILE          keep the registry in a file across restarts
  --json                print address and accounts as one line of JSON
  --help                print this

Examples:
  npx isometric-registry serve
  npx isometric-registry serve --port 8080 --state registry.state
  npx isometric-registry serve --fail after:0.2    # does your code act twice?
`;

/** A mistake of whoever typed the command. */
class UsageError extends Error {}

/** Runs the command; gives the exit code once it has ended. */
export async function command(words: readonly string[]): Promise<number> {
  try {
    return await run(words);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(error instanceof UsageError ? `${message}\nSee isometric-registry --help.` : message);
    return 1;
  }
}

async function run(words: readonly string[]): Promise<number> {
  const { values, positionals } = parse(words);
  if (values.help === true) {
    console.log(HELP);
    return 0;
  }
  if (positionals.length !== 1 || positionals[0] !== "serve") {
    throw new UsageError(positionals.length === 0 ? HELP : `There is no command ${positionals.join(" ")}; there is serve.`);
  }
  const state = values.state === undefined ? undefined : await readState(values.state);
  const registry = await createLocalRegistry({
    seed: values.seed,
    empty: values.empty,
    latencyMs: number("latency", values.latency),
    failures: failures(values.fail ?? []),
    state,
  });
  if (values.data !== undefined) {
    await addData(registry.admin, await readFile(values.data, "utf8"));
  }
  const file = values.state === undefined ? undefined : new StateFile(values.state, registry);
  await file?.write();
  const server = await serve(registry, {
    port: number("port", values.port),
    beforeAnswer: () => file?.write() ?? Promise.resolve(),
    log: (line) => console.error(line),
  });
  announce(server.baseUrl, registry.accounts, values.json === true);
  await new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await server.close();
  return 0;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        port: { type: "string" },
        seed: { type: "string" },
        empty: { type: "boolean" },
        data: { type: "string" },
        latency: { type: "string" },
        fail: { type: "string", multiple: true },
        state: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function number(option: string, text: string | undefined): number | undefined {
  if (text !== undefined && !/^\d{1,6}$/.test(text)) {
    throw new UsageError(`--${option}: expected a whole number, got ${JSON.stringify(text)}.`);
  }
  return text === undefined ? undefined : Number(text);
}

function failures(given: readonly string[]): Failures {
  const entries = given.map((text) => {
    const [kind = "", chance = ""] = text.split(":");
    if (!failureKinds.some((known) => known === kind) || !/^(0(\.\d+)?|1)$/.test(chance)) {
      throw new UsageError(`--fail: expected ${failureKinds.join(", ")} and a chance from 0 to 1, such as after:0.1, got ${JSON.stringify(text)}.`);
    }
    return [kind, Number(chance)];
  });
  return Object.fromEntries(entries) as Failures;
}

function announce(baseUrl: string, accounts: readonly LocalAccount[], isJson: boolean): void {
  if (isJson) {
    console.log(JSON.stringify({ baseUrl, accounts }));
    return;
  }
  const lines = accounts.map(({ role, organisation_id, supplier_id, clientSecret, accessToken }) => {
    const who = [role, organisation_id, supplier_id].filter(Boolean).join(" ");
    return `\n# ${who}\nexport ISOMETRIC_CLIENT_SECRET=${clientSecret}\nexport ISOMETRIC_ACCESS_TOKEN=${accessToken}`;
  });
  console.log(`A local registry with sample data listens at\n\n  ${baseUrl}\n\nCredentials:\n${lines.join("\n")}\n\nStop it with Ctrl+C.`);
}
