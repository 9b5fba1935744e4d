import { type ParseArgsConfig, parseArgs } from "node:util";
import { type Failures, failureKinds } from "./failures.js";

/** A mistake of whoever typed the command. */
export class UsageError extends Error {}

/** What the command was told. */
export interface Arguments {
  readonly port: number | undefined;
  readonly seed: string | undefined;
  readonly empty: boolean | undefined;
  readonly data: string | undefined;
  readonly latencyMs: number | undefined;
  readonly failures: Failures;
  readonly state: string | undefined;
  readonly json: boolean;
}

const options = {
  port: { type: "string" },
  seed: { type: "string" },
  empty: { type: "boolean" },
  data: { type: "string" },
  latency: { type: "string" },
  fail: { type: "string", multiple: true },
  state: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

/** Reads the words after the command's name; `"help"` when they ask for it. */
export function readArguments(words: readonly string[]): Arguments | "help" {
  const { values, positionals } = parse(words);
  if (values.help === true) {
    return "help";
  }
  if (positionals.length !== 1 || positionals[0] !== "serve") {
    throw new UsageError(
      positionals.length === 0
        ? "expected a command: serve"
        : `there is no command ${positionals.join(" ")}; there is serve`,
    );
  }
  return {
    port: whole("port", values.port, 65_535),
    seed: values.seed,
    empty: values.empty,
    data: values.data,
    latencyMs: whole("latency", values.latency, 600_000),
    failures: failures(values.fail ?? []),
    state: values.state,
    json: values.json === true,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options });
  } catch (error) {
    // The first sentence says what is wrong; the rest is about arguments that begin with a dash.
    throw new UsageError((error as Error).message.split(/\. |\n/, 1)[0]);
  }
}

function whole(option: string, text: string | undefined, most: number): number | undefined {
  if (text !== undefined && !(/^\d{1,9}$/.test(text) && Number(text) <= most)) {
    throw new UsageError(`--${option}: expected a whole number from 0 to ${most}, got ${JSON.stringify(text)}`);
  }
  return text === undefined ? undefined : Number(text);
}

function failures(given: readonly string[]): Failures {
  const chances = new Map(given.map(failure));
  if (chances.size < given.length) {
    throw new UsageError("--fail: expected each kind once");
  }
  if ([...chances.values()].reduce((sum, chance) => sum + chance, 0) > 1) {
    throw new UsageError("--fail: expected chances that add up to at most 1");
  }
  return Object.fromEntries(chances);
}

function failure(text: string): [kind: string, chance: number] {
  const [, kind, chance] = /^(\w+):(\d*\.?\d+)$/.exec(text) ?? [];
  if (!failureKinds.some((known) => known === kind) || Number(chance) > 1) {
    const kinds = failureKinds.join(", ");
    throw new UsageError(
      `--fail: expected ${kinds} with a chance from 0 to 1, such as after:0.1, got ${JSON.stringify(text)}`,
    );
  }
  return [String(kind), Number(chance)];
}
