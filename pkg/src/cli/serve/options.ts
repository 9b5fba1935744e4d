import { type Failures, failureKinds } from "../../local/failures.js";
import type { PropertyDrift } from "../../local/options.js";
import type { Given, OptionGroup } from "../command.js";
import { UsageError } from "../usage-error.js";

/** The settings of `serve`. */
export interface ServeSettings {
  readonly port: number | undefined;
  readonly seed: string | undefined;
  readonly empty: boolean | undefined;
  readonly data: string | undefined;
  readonly latencyMs: number | undefined;
  readonly failures: Failures;
  readonly busy: number | undefined;
  readonly requestsPerMinute: number | undefined;
  readonly drift: Readonly<Record<string, PropertyDrift>> | undefined;
  readonly state: string | undefined;
  readonly json: boolean;
}

/** The options of `serve`. */
export const serveOptions: OptionGroup = {
  title: "Options",
  options: [
    { name: "port", value: "N", doc: "The port to listen on. Default: a free one." },
    {
      name: "seed",
      value: "NAME",
      doc: "Other sample data: the same name produces the same data and credentials. By default, credentials are random.",
    },
    { name: "empty", doc: "Start without sample data." },
    { name: "data", value: "FILE", doc: "Add the data in a JSON file (see below)." },
    { name: "latency", value: "MS", doc: "Delay every answer by this many milliseconds." },
    {
      name: "fail",
      value: "KIND:CHANCE",
      doc:
        "Make connections fail with a probability from 0 to 1: before the registry acts, after it has acted, or stall, to act " +
        "without answering. Once per kind.",
      many: true,
      choices: failureKinds.map((kind) => `${kind}:`),
    },
    {
      name: "busy",
      value: "N",
      doc: "Let other parties trade N times a minute while you read; some of their changes appear up to 20 s late.",
    },
    { name: "requests-per-minute", value: "N", doc: "Answer 429 with Retry-After above N requests a minute." },
    {
      name: "drift",
      value: "PROPERTY:CHANGE",
      doc:
        "Make answers differ from the contract: CHANGE is remove, rename=NAME, or retype=TYPE with a JSON type. " +
        "Once per property, by model: Issuance.issued_at:remove.",
      many: true,
    },
    {
      name: "state",
      value: "FILE",
      doc:
        "Keep the registry in a file across restarts; --seed, --empty and --data only apply to a new registry, and are ignored " +
        "if the file exists.",
    },
    { name: "json", doc: "Print the address and the accounts as one line of JSON." },
  ],
};

/** Reads the options. */
export function readSettings(given: Given): ServeSettings {
  return {
    port: whole("port", given.value("port"), 65_535),
    seed: given.value("seed"),
    empty: given.has("empty") ? true : undefined,
    data: given.value("data"),
    latencyMs: whole("latency", given.value("latency"), 600_000),
    failures: failures(given.values("fail")),
    busy: whole("busy", given.value("busy"), 6000, 1),
    requestsPerMinute: whole("requests-per-minute", given.value("requests-per-minute"), 6000, 1),
    drift: drift(given.values("drift")),
    state: given.value("state"),
    json: given.has("json"),
  };
}

function whole(option: string, text: string | undefined, most: number, least = 0): number | undefined {
  if (text !== undefined && !(/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most)) {
    throw refused(`--${option}: expected a whole number from ${least} to ${most}, got ${JSON.stringify(text)}`);
  }
  return text === undefined ? undefined : Number(text);
}

function failures(given: readonly string[]): Failures {
  const chances = new Map(given.map(failure));
  if (chances.size < given.length) {
    throw refused("--fail: expected each kind only once");
  }
  if ([...chances.values()].reduce((sum, chance) => sum + chance, 0) > 1) {
    throw refused("--fail: expected chances that add up to at most 1");
  }
  return Object.fromEntries(chances);
}

function failure(text: string): [kind: string, chance: number] {
  const [, kind, chance] = /^(\w+):(\d*\.?\d+)$/.exec(text) ?? [];
  if (!failureKinds.some((known) => known === kind) || Number(chance) > 1) {
    const kinds = failureKinds.join(", ");
    throw refused(
      `--fail: expected ${kinds} with a chance from 0 to 1, such as after:0.1, got ${JSON.stringify(text)}`,
    );
  }
  return [String(kind), Number(chance)];
}

function drift(given: readonly string[]): Readonly<Record<string, PropertyDrift>> | undefined {
  const changes = new Map(given.map(change));
  if (changes.size < given.length) {
    throw refused("--drift: expected each property only once");
  }
  return changes.size > 0 ? Object.fromEntries(changes) : undefined;
}

const TYPES = ["string", "number", "boolean", "null", "list", "object"] as const;

/** The registry decides which models and properties exist. */
function change(text: string): [property: string, change: PropertyDrift] {
  const [, property, kind, value = ""] = /^([\w.]+):(?:(?:(rename|retype)=(\w+))|remove)$/.exec(text) ?? [];
  const type = TYPES.find((known) => known === value);
  if (property === undefined || (kind === "retype" && type === undefined)) {
    throw refused(
      `--drift: expected a property with remove, rename=NAME or retype=TYPE, which is ${TYPES.join(", ")}, such as ` +
        `Issuance.issued_at:remove, got ${JSON.stringify(text)}`,
    );
  }
  if (kind === undefined || type === undefined) {
    return [property, kind === undefined ? "remove" : { rename: value }];
  }
  return [property, kind === "rename" ? { rename: value } : { retype: type }];
}

const refused = (message: string): UsageError => new UsageError(message, "serve");
