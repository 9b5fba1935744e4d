import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { LocalAccount } from "../../local/account.js";
import { addData } from "../../local/data.js";
import type { LocalRegistryOptions } from "../../local/options.js";
import type { LocalRegistry } from "../../local/registry.js";
import { serve } from "../../local/serve.js";
import { readState, StateFile, type StoredState } from "../../local/state-file.js";
import { createLocalRegistry } from "../../local.js";
import { isRunning } from "../../platform/is-running.js";
import type { Command } from "../command.js";
import type { Io } from "../io.js";
import { status } from "../status.js";
import { readSettings, type ServeSettings, serveOptions } from "./options.js";

const DATA_FILE = [
  'A data file is a list of steps. "call" is a function of createLocalRegistry().admin, "with" is its input, ' +
    '"as" names its result, which later steps refer to as "$name.property":',
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
    "API. Its data is not real.",
  operands: [],
  groups: [serveOptions],
  notes: [
    ...DATA_FILE,
    "Prints its address and credentials to stdout and a line per request to stderr. Ends on SIGINT and SIGTERM, and when the " +
      "process that started it ends.",
  ],
  examples: [
    "serve",
    "serve --port 8080 --state registry.state",
    "serve --empty --data mine.json",
    "serve --fail after:0.2    # does your code act twice?",
    "serve --busy 30           # others trade while you read",
    "serve --drift Issuance.issued_at:remove    # does your code notice?",
  ],
  async run(given, io) {
    await run(readSettings(given), io);
    return status.done;
  },
};

async function run(given: ServeSettings, io: Io): Promise<void> {
  const { port, json, state } = given;
  const parent = process.ppid;
  const stored = state === undefined ? undefined : await named("--state", state, readState(state));
  const registry = stored === undefined ? await begin(given) : await goOn(given, stored, io);
  const file = state === undefined ? undefined : new StateFile(state, registry, stored);
  const adminToken = randomBytes(24).toString("base64url");
  const server = await serve(registry, {
    port,
    adminToken,
    beforeAnswer: async (mayHaveChanged) => file?.keep(mayHaveChanged || given.busy !== undefined),
    log: io.say,
  });
  try {
    // Only now: a port that is in use belongs to another registry, which may be using the same state file.
    await file?.keep(true);
    const admin = { url: new URL("/admin", server.baseUrl).href, token: adminToken };
    const { accounts } = registry;
    const announced = json
      ? JSON.stringify({ baseUrl: server.baseUrl, accounts, admin })
      : announce(server.baseUrl, accounts, admin);
    await io.stdout.write(`${announced}\n`);
    await Promise.race([interruption(io.signal), endOf(parent)]);
  } finally {
    await server.close();
  }
  await file?.keep(false);
}

async function interruption(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await once(signal, "abort");
  }
}

/** Resolves once the parent process has ended: `npx` does not end the processes that it has started. */
function endOf(parent: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (process.ppid !== parent || !isRunning(parent)) {
        clearInterval(timer);
        resolve();
      }
    }, 500);
    timer.unref();
  });
}

/** A new registry. */
async function begin(given: ServeSettings): Promise<LocalRegistry> {
  const { seed, empty, data } = given;
  // Credentials derived from a public seed are not secret.
  const credentialsSeed = seed ?? randomUUID();
  const registry = await createLocalRegistry({ seed, empty, credentialsSeed, ...behaviourOf(given) });
  if (data !== undefined) {
    const text = await named("--data", data, readFile(data, "utf8"));
    await named("--data", data, addData(registry.admin, text));
  }
  return registry;
}

/** A registry with its earlier state. */
async function goOn({ state = "", ...given }: ServeSettings, { bytes }: StoredState, io: Io): Promise<LocalRegistry> {
  const unused = (["seed", "empty", "data"] as const).filter((option) => given[option] !== undefined);
  if (unused.length > 0) {
    io.say(`${state} continues with its own data; ignored: ${unused.map((option) => `--${option}`).join(" and ")}.`);
  }
  return named("--state", state, createLocalRegistry({ state: bytes, ...behaviourOf(given) }));
}

/** The options that are not stored with a registry. */
function behaviourOf({
  latencyMs,
  failures,
  busy,
  requestsPerMinute,
  drift,
}: Pick<ServeSettings, "latencyMs" | "failures" | "busy" | "requestsPerMinute" | "drift">): LocalRegistryOptions {
  return { latencyMs, failures, busy: busy === undefined ? undefined : { perMinute: busy }, requestsPerMinute, drift };
}

/** Names the file that a failure is about. */
async function named<T>(option: string, path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Error(`${option} ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function announce(baseUrl: string, accounts: readonly LocalAccount[], admin: { url: string; token: string }): string {
  const credentials = accounts.map(({ role, organisation_id, supplier_id = "", clientSecret, accessToken }) =>
    [
      `# ${role} ${organisation_id} ${supplier_id}`.trimEnd(),
      `export ISOMETRIC_CLIENT_SECRET=${clientSecret}`,
      `export ISOMETRIC_ACCESS_TOKEN=${accessToken}`,
      `export ISOMETRIC_BASE_URL=${baseUrl}`,
    ].join("\n"),
  );
  const headers = '-H "X-Client-Secret: $ISOMETRIC_CLIENT_SECRET" -H "Authorization: Bearer $ISOMETRIC_ACCESS_TOKEN"';
  return [
    `A local registry listens at\n\n  ${baseUrl}`,
    ...(credentials.length > 0 ? credentials : ["It has no accounts; a data file (--data) can add them."]),
    `curl ${headers} ${baseUrl}/organisation`,
    `Operations that the API does not have:\n\ncurl -H "Authorization: Bearer ${admin.token}" -d '{"name": "Supplier"}' ${admin.url}/addSupplier`,
    "Stop it with Ctrl+C.",
  ].join("\n\n");
}
