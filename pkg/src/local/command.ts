import { readFile } from "node:fs/promises";
import { createLocalRegistry } from "../local.js";
import type { LocalAccount } from "./admin.js";
import { type Arguments, readArguments, UsageError } from "./arguments.js";
import { addData } from "./data.js";
import type { LocalRegistry } from "./registry.js";
import { serve } from "./serve.js";
import { readState, StateFile, type StoredState } from "./state-file.js";

const HELP = `Usage: isometric-registry serve [options]

Serves a local registry on 127.0.0.1: an in-memory ledger with sample data that answers the
Isometric Registry API. Nothing it holds is real.

Options:
  --port N              listen on this port (default: a free one)
  --seed NAME           other sample data: the same name gives the same data
  --empty               begin with nothing instead of sample data
  --data FILE           add what a JSON file says (see below)
  --latency MS          answer after so many milliseconds
  --fail KIND:CHANCE    let connections fail, with a chance from 0 to 1: "before" the registry acts,
                        "after" it has acted, or "stall" to act and stay silent; once for each kind
  --state FILE          keep the registry in a file across restarts; --seed, --empty and --data
                        are for a new registry, and not used where the file is there already
  --json                print address and accounts as one line of JSON
  -h, --help            print this

A data file is a list of steps. "call" is a function of createLocalRegistry().admin, "with" is what
it is given, "as" names what it gives; "$name.property" in a later step stands for that:
  [
    { "call": "addSupplier", "with": { "name": "Supplier" }, "as": "mine" },
    { "call": "addProject", "with": { "supplier_id": "$mine.id", "name": "Project",
      "pathway": "direct_air_capture", "country_code": "ISL" } }
  ]

Address and credentials go to stdout, a line for each request to stderr. SIGINT and SIGTERM end it.

Examples:
  npx isometric-registry serve
  npx isometric-registry serve --port 8080 --state registry.state
  npx isometric-registry serve --empty --data mine.json
  npx isometric-registry serve --fail after:0.2    # does your code act twice?
`;

/** Runs the command; gives the exit code once it has ended. */
export async function command(words: readonly string[]): Promise<number> {
  try {
    const given = readArguments(words);
    await (given === "help" ? console.log(HELP) : run(given));
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(
      `isometric-registry: ${message}${error instanceof UsageError ? "; see isometric-registry --help" : ""}`,
    );
    return 1;
  }
}

async function run(given: Arguments): Promise<void> {
  const { port, json, state } = given;
  const stored = state === undefined ? undefined : await named("--state", state, readState(state));
  const registry = stored === undefined ? await begin(given) : await goOn(given, stored);
  const file = state === undefined ? undefined : new StateFile(state, registry, stored);
  await file?.keep(true);
  const server = await serve(registry, {
    port,
    beforeAnswer: async (mayHaveChanged) => file?.keep(mayHaveChanged),
    log: (line) => console.error(line),
  });
  const ended = new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  console.log(
    json
      ? JSON.stringify({ baseUrl: server.baseUrl, accounts: registry.accounts })
      : announce(server.baseUrl, registry.accounts),
  );
  await ended;
  await server.close();
  await file?.keep(false);
}

/** A new registry. */
async function begin({ seed, empty, latencyMs, failures, data }: Arguments): Promise<LocalRegistry> {
  const registry = await createLocalRegistry({ seed, empty, latencyMs, failures });
  if (data !== undefined) {
    const text = await named("--data", data, readFile(data, "utf8"));
    await named("--data", data, addData(registry.admin, text));
  }
  return registry;
}

/** A registry as it was. */
async function goOn(
  { state = "", latencyMs, failures, ...given }: Arguments,
  { bytes }: StoredState,
): Promise<LocalRegistry> {
  const unused = (["seed", "empty", "data"] as const).filter((option) => given[option] !== undefined);
  if (unused.length > 0) {
    console.error(`${state} goes on as it was, without ${unused.map((option) => `--${option}`).join(" and ")}.`);
  }
  return named("--state", state, createLocalRegistry({ state: bytes, latencyMs, failures }));
}

/** Says of a failure which file it is about. */
async function named<T>(option: string, path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Error(`${option} ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function announce(baseUrl: string, accounts: readonly LocalAccount[]): string {
  const credentials = accounts.map(({ role, organisation_id, supplier_id = "", clientSecret, accessToken }) =>
    [
      `# ${role} ${organisation_id} ${supplier_id}`.trimEnd(),
      `export ISOMETRIC_CLIENT_SECRET=${clientSecret}`,
      `export ISOMETRIC_ACCESS_TOKEN=${accessToken}`,
    ].join("\n"),
  );
  const headers = '-H "X-Client-Secret: $ISOMETRIC_CLIENT_SECRET" -H "Authorization: Bearer $ISOMETRIC_ACCESS_TOKEN"';
  return [
    `A local registry listens at\n\n  ${baseUrl}`,
    ...(credentials.length > 0 ? credentials : ["It has no accounts; a data file (--data) can add some."]),
    `curl ${headers} ${baseUrl}/organisation`,
    "Stop it with Ctrl+C.",
  ].join("\n\n");
}
