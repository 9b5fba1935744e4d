import type { LawReport, MirrorReport } from "../../mirror/actions.js";
import type { Command } from "../command.js";
import { openFile } from "./open.js";
import { fileOf, fileOperand, STATUS_NOTE, statusOf } from "./options.js";
import { tellProblems } from "./tell.js";

const NAME = "verify";

/** Verifies a copy. */
export const verifyCommand: Command = {
  name: NAME,
  doc:
    "Checks every law on a copy, in whole kilograms, and prints each with the number of cases in which it held and the first " +
    "that broke it; then a digest, which is the same for two copies of the same state. Sends no request.",
  operands: [fileOperand],
  groups: [{ title: "Output", options: [{ name: "json", doc: "One JSON document." }] }],
  notes: [STATUS_NOTE],
  examples: ["verify registry.db", "verify registry.db --json"],
  async run(given, io) {
    const mirror = await openFile(fileOf(given), NAME, true);
    try {
      const report = await mirror.verify({ signal: io.signal });
      if (given.has("json")) {
        await io.stdout.write(`${JSON.stringify(report)}\n`);
      } else {
        tellProblems(io, report);
        await io.stdout.write(`${textOf(report).join("\n")}\n`);
      }
      return statusOf(report);
    } finally {
      await mirror.close();
    }
  },
};

function textOf(report: MirrorReport): string[] {
  if (!report.finished) {
    return ["the first copy is not finished: run isometric-registry mirror again"];
  }
  const { laws, observations, inferredRefunds, rows, digest, refresh, refreshedAt, sweptAt } = report;
  const count = rows.map(({ table, rows: number }) => `${number} ${table.replaceAll("_", " ")}`);
  return [
    `refresh ${refresh} of ${dateOf(refreshedAt)}; last full round of the sweep: ${dateOf(sweptAt)}`,
    count.join(", "),
    ...laws.map(lineOf),
    ...observations.map((law) => `${lineOf(law)} (observed, not judged)`),
    ...inferredRefunds.map(
      ({ creditBatchId, ownerId, creditKgs }) => `refund inferred: ${creditBatchId}, ${creditKgs} kg, to ${ownerId}`,
    ),
    `digest ${digest}`,
  ];
}

function lineOf({ says, held, broken, unjudged, first }: LawReport): string {
  const more = [
    ...(broken > 0 ? [`broken ${broken}, first ${first}`] : []),
    ...(unjudged > 0 ? [`not judged yet ${unjudged}`] : []),
  ];
  return `${broken > 0 ? "BROKEN" : "ok"}  ${says} held ${[held, ...more].join(", ")}`;
}

const dateOf = (ms: number | null): string => (ms === null ? "none yet" : new Date(ms).toISOString());
