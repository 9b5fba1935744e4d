import type { RegistryClient } from "../../index.js";
import type { MirrorReport } from "../../mirror/actions.js";
import type { Mirror } from "../../mirror/mirror.js";
import { findSqlite, lockFile } from "../../mirror/sqlite/driver.js";
import type { Command, Given } from "../command.js";
import type { Io } from "../io.js";
import { connect, keepsPace } from "../operations/connect.js";
import { addressOptions } from "../operations/options.js";
import { status } from "../status.js";
import { writeHealth } from "./health.js";
import { openFile } from "./open.js";
import { fileOf, fileOperand, STATUS_NOTE, statusOf, sweepOption, timeOf, watchOption, wholeOf } from "./options.js";
import { progressOn } from "./progress.js";
import { tellBroken, tellProblems } from "./tell.js";
import { watchOver } from "./watch.js";

const NAME = "mirror";

/** How many requests a minute Isometric asks clients to keep to. */
const PACE = 120;

/** Makes a copy, or brings it up to date. */
export const mirrorCommand: Command = {
  name: NAME,
  doc:
    "Copies the public record into an SQLite file: everything the first time, afterwards what is new. It can be " +
    "interrupted at any time and goes on from there; readers of the file see only finished refreshes.",
  operands: [fileOperand],
  groups: [
    {
      title: "Options",
      options: [
        watchOption,
        sweepOption,
        {
          name: "health",
          value: "FILE",
          doc: "Write the time of each published refresh to this file, for programs that monitor the service.",
        },
      ],
    },
    { title: "Output", options: [{ name: "json", doc: "One line of JSON per refresh." }] },
    addressOptions,
  ],
  notes: [
    STATUS_NOTE,
    "With --watch it continues after a failed refresh, also when the registry cannot be reached, and leaves one out while " +
      "another process refreshes the file. Rejected credentials end it. SIGINT and SIGTERM end it with exit status 0.",
  ],
  examples: [
    "mirror registry.db",
    "mirror registry.db --watch 15m --json --health registry-health.json",
    "mirror sample.db --local",
  ],
  async run(given, io) {
    const path = fileOf(given);
    const everyMs = timeOf(given, "watch", NAME);
    const sweep = wholeOf(given, "sweep", NAME);
    const registry = await connect(given, io, { role: "buyer", id: undefined });
    const mirror = await openFile(path, NAME, false);
    try {
      const service = new Service(mirror, registry, { path, sweep, given, io });
      if (everyMs === undefined) {
        return await service.refresh(0);
      }
      const release = lockFile(
        await findSqlite(),
        path,
        "-watcher",
        (cause) => new Error(`another mirror --watch keeps ${path} up to date.`, { cause }),
      );
      try {
        const turn = async (skipped: number): Promise<void> => void (await service.refresh(skipped));
        await watchOver({ everyMs, turn, failed: (error) => service.tellFailure(error) }, io);
        return status.done;
      } finally {
        release();
      }
    } finally {
      await mirror.close();
    }
  },
};

/** The settings of a refresh, and where it reports. */
interface Settings {
  readonly path: string;
  readonly sweep: number | undefined;
  readonly given: Given;
  readonly io: Io;
}

/** Refreshes, and reports the result of each. */
class Service {
  readonly #mirror: Mirror;
  readonly #registry: RegistryClient;
  readonly #settings: Settings;

  constructor(mirror: Mirror, registry: RegistryClient, settings: Settings) {
    this.#mirror = mirror;
    this.#registry = registry;
    this.#settings = settings;
  }

  /** Refreshes once, and returns the exit status of the result. */
  async refresh(skipped: number): Promise<number> {
    const { io, sweep, given } = this.#settings;
    if (skipped > 0) {
      io.say(
        `the last refresh took longer than --watch allows: ${skipped} ${skipped === 1 ? "refresh was" : "refreshes were"} skipped`,
      );
    }
    const started = performance.now();
    const onProgress = progressOn(io, { perMinute: keepsPace(given) ? PACE : undefined });
    const report = await this.#mirror.refresh(this.#registry, { sweep, onProgress, signal: io.signal });
    const ended = statusOf(report);
    const health = given.value("health");
    if (health !== undefined && report.finished && report.refreshedAt !== null) {
      const { refresh, refreshedAt } = report;
      const refreshedAtText = new Date(refreshedAt).toISOString();
      await writeHealth(health, { refresh, refreshedAt, refreshedAtText, status: ended });
    }
    tellProblems(io, report);
    tellBroken(io, report);
    const ms = Math.round(performance.now() - started);
    await io.stdout.write(given.has("json") ? lineOf(report, { status: ended, ms, skipped }) : this.#textOf(report));
    return ended;
  }

  /** Reports why a refresh failed, if more follow. */
  async tellFailure({ message }: Error): Promise<void> {
    const { io, given } = this.#settings;
    const error = unprefixed(message);
    io.say(`isometric-registry: ${error}; the next refresh tries again`);
    if (given.has("json")) {
      await io.stdout.write(`${JSON.stringify({ status: status.failed, error })}\n`);
    }
  }

  #textOf({ refresh, requests, changes, seq, finished }: MirrorReport): string {
    const { path } = this.#settings;
    return finished
      ? `${path}: refresh ${refresh}, ${changes} changes up to ${seq}, ${requests} requests\n`
      : `${path}: the first copy is not finished, ${requests} requests\n`;
  }
}

/** A message without the package's name and the full stop. */
const unprefixed = (message: string): string => message.replace(/^isometric-registry: /, "").replace(/\.$/, "");

/** A refresh as a line of JSON. */
function lineOf(report: MirrorReport, turn: { status: number; ms: number; skipped: number }): string {
  const { refresh, refreshedAt, finished, requests, changes, seq } = report;
  const { laws, unproved, differences, quarantined, drift } = report;
  const broken = laws.filter((law) => law.broken > 0).map(({ law, broken: times, first }) => ({ law, times, first }));
  const said = {
    refresh,
    refreshedAt,
    finished,
    requests,
    changes,
    seq,
    broken,
    unproved,
    differences,
    quarantined,
    drift,
  };
  return `${JSON.stringify({ ...turn, ...said })}\n`;
}
