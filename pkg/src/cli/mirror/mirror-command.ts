import type { MirrorReport } from "../../mirror/actions.js";
import { pause } from "../../mirror/timer.js";
import type { Command } from "../command.js";
import type { Io } from "../io.js";
import { connect, keepsPace } from "../operations/connect.js";
import { addressOptions } from "../operations/options.js";
import { openFile } from "./open.js";
import { fileOf, fileOperand, STATUS_NOTE, statusOf, sweepOption, timeOf, watchOption, wholeOf } from "./options.js";
import { progressOn } from "./progress.js";
import { tellBroken, tellProblems } from "./tell.js";

const NAME = "mirror";

/** How many requests a minute Isometric asks clients to keep to. */
const PACE = 120;

/** Makes a copy, or brings it up to date. */
export const mirrorCommand: Command = {
  name: NAME,
  doc:
    "Copies the public record into an SQLite file: everything the first time, afterwards what is new. It can be " +
    "interrupted at any time and goes on from there; who reads the file sees finished refreshes only.",
  operands: [fileOperand],
  groups: [{ title: "Options", options: [watchOption, sweepOption] }, addressOptions],
  notes: [STATUS_NOTE],
  examples: ["mirror registry.db", "mirror registry.db --watch 15m", "mirror sample.db --local"],
  async run(given, io) {
    const path = fileOf(given);
    const watch = timeOf(given, "watch", NAME);
    const sweep = wholeOf(given, "sweep", NAME);
    const registry = await connect(given, io, { role: "buyer", id: undefined });
    const mirror = await openFile(path, NAME, false);
    try {
      for (;;) {
        const started = performance.now();
        const onProgress = progressOn(io, { perMinute: keepsPace(given) ? PACE : undefined });
        const report = await mirror.refresh(registry, { sweep, onProgress, signal: io.signal });
        tellProblems(io, report);
        tellBroken(io, report);
        await tellDone(io, path, report);
        if (watch === undefined) {
          return statusOf(report);
        }
        await pause(Math.max(0, watch - (performance.now() - started)), io.signal);
      }
    } finally {
      await mirror.close();
    }
  },
};

async function tellDone(io: Io, path: string, report: MirrorReport): Promise<void> {
  const { refresh, requests, changes, seq, finished } = report;
  await io.stdout.write(
    finished
      ? `${path}: refresh ${refresh}, ${changes} changes up to ${seq}, ${requests} requests\n`
      : `${path}: the first copy is not finished, ${requests} requests\n`,
  );
}
