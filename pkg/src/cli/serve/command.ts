import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { LocalAccount } from "../../local/admin.js";
import { addData } from "../../local/data.js";
import type { LocalRegistry } from "../../local/registry.js";
import { serve } from "../../local/serve.js";
import { readState, StateFile, type StoredState } from "../../local/state-file.js";
import { createLocalRegistry } from "../../local.js";
import type { Command } from "../command.js";
import type { Io } from "../io.js";
import { status } from "../status.js";
import { readSettings, type ServeSettings, serveOptions } from "./options.js";

const DATA_FILE = [
  'A data file is a list of steps. "call" is a function of createLocalRegistry().admin, "with" is what it is given, ' +
    '"as" names what it gives; "$name.property" in a later step stands for that:',
  `  [
    { "call": "addSupplier", "with": { "name": "Supplier" }, "as": "mine" },
    { "call": "addProject",
      "with": { "supplier_id": "$mine.id", "name": "Project",
        "pathway": "direct_air_capture", "country_code": "ISL" } }
  ]`,
];

/** Serves a local registry until it is interrupted. */
export const serveCommand: Command = {
  name: "serve",
  doc:
    "Serves a local registry on 127.0.0.1: an in-memory ledger with sample data that answers the Isometric Registry " +
    "API. Nothing it holds is real.",
  operands: [],
  groups: [serveOptions],
  notes: [
    ...DATA_FILE,
    "Address and credentials go to stdout, a line for each request to stderr. SIGINT and SIGTERM end it.",
  ],
  examples: [
    "serve",
    "serve --port 8080 --state registry.state",
    "serve --empty --data mine.json",
    "serve --fail after:0.2    # does your code act twice?",
  ],
  async run(given, io) {
    await run(readSettings(given), io);
    return status.done;
  },
};

async function run(given: ServeSettings, io: Io): Promise<void> {
  const { port, json, state } = given;
  const stored = state === undefined ? undefined : await named("--state", state, readState(state));
  const registry = stored === undefined ? await begin(given) : await goOn(given, stored, io);
  const file = state === undefined ? undefined : new StateFile(state, registry, stored);
  await file?.keep(true);
  const server = await serve(registry, {
    port,
    beforeAnswer: async (mayHaveChanged) => file?.keep(mayHaveChanged),
    log: io.say,
  });
  const announced = json
    ? JSON.stringify({ baseUrl: server.baseUrl, accounts: registry.accounts })
    : announce(server.baseUrl, registry.accounts);
  await io.stdout.write(`${announced}\n`);
  if (!io.signal.aborted) {
    await once(io.signal, "abort");
  }
  await server.close();
  await file?.keep(false);
}

/** A new registry. */
async function begin({ seed, empty, latencyMs, failures, data }: ServeSettings): Promise<LocalRegistry> {
  const registry = await createLocalRegistry({ seed, empty, latencyMs, failures });
  if (data !== undefined) {
    const text = await named("--data", data, readFile(data, "utf8"));
    await named("--data", data, addData(registry.admin, text));
  }
  return registry;
}

/** A registry as it was. */
async function goOn(
  { state = "", latencyMs, failures, ...given }: ServeSettings,
  { bytes }: StoredState,
  io: Io,
): Promise<LocalRegistry> {
  const unused = (["seed", "empty", "data"] as const).filter((option) => given[option] !== undefined);
  if (unused.length > 0) {
    io.say(`${state} goes on as it was, without ${unused.map((option) => `--${option}`).join(" and ")}.`);
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
