import type { LawReport, MirrorReport } from "../../mirror/actions.js";
import type { Command, Given } from "../command.js";
import { connect } from "../operations/connect.js";
import { addressOptions } from "../operations/options.js";
import { printable } from "../output/printable.js";
import { UsageError } from "../usage-error.js";
import { openFile } from "./open.js";
import { fileOf, fileOperand, STATUS_NOTE, statusOf } from "./options.js";
import { tellProblems } from "./tell.js";

const NAME = "verify";
const ACCOUNT = "account";

/** The environment variables that an account needs. */
const CREDENTIALS = ["ISOMETRIC_CLIENT_SECRET", "ISOMETRIC_ACCESS_TOKEN"];

/** Verifies a copy. */
export const verifyCommand: Command = {
  name: NAME,
  doc:
    "Checks every law on a copy, in whole kilograms, and prints each with the number of cases in which it held and the first " +
    "that broke it; then a digest, which is the same for two copies of the same state. Sends no request unless --account is " +
    "given.",
  operands: [fileOperand],
  groups: [
    {
      title: "Options",
      options: [
        {
          name: ACCOUNT,
          doc:
            "Also compare the copy with what the registry tells the organisation of ISOMETRIC_ACCESS_TOKEN: the delivered " +
            "credits of its orders, and its balances. Refresh the copy first.",
        },
      ],
    },
    { title: "Output", options: [{ name: "json", doc: "One JSON document." }] },
    addressOptions,
  ],
  notes: [STATUS_NOTE],
  examples: ["verify registry.db", "verify registry.db --account", "verify registry.db --json"],
  async run(given, io) {
    const hasAccount = checkAccount(given);
    const mirror = await openFile(fileOf(given), NAME, true);
    try {
      const registry = hasAccount ? await connect(given, io, { role: "buyer", id: undefined }) : undefined;
      const report = await mirror.verify({ registry, signal: io.signal });
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

/** Whether an account is to be compared with the copy; rejects what does not go with it. */
function checkAccount(given: Given): boolean {
  if (!given.has(ACCOUNT)) {
    const needless = ["local", "base-url"].find((name) => given.has(name));
    if (needless !== undefined) {
      throw new UsageError(`--${needless}: expected --account with it; without, no request is sent`, NAME);
    }
    return false;
  }
  const missing = CREDENTIALS.filter((name) => !process.env[name]);
  if (!given.has("local") && missing.length > 0) {
    throw new UsageError(`--account needs the credentials of an organisation: set ${missing.join(" and ")}`, NAME);
  }
  return true;
}

function textOf(report: MirrorReport): string[] {
  if (!report.finished) {
    return ["the first copy is not finished: run isometric-registry mirror again"];
  }
  const { laws, observations, inferredRefunds, rows, digest, refresh, refreshedAt, sweptAt, account } = report;
  const count = rows.map(
    ({ table, rows: number, gone }) =>
      `${number} ${table.replaceAll("_", " ")}${gone > 0 ? ` (and ${gone} gone)` : ""}`,
  );
  return [
    `refresh ${refresh} of ${dateOf(refreshedAt)}; last full round of the sweep: ${dateOf(sweptAt)}`,
    count.join(", "),
    ...laws.map(lineOf),
    ...(account?.notes ?? []).map((note) => `not judged: ${printable(note)}`),
    ...observations.map((law) => `${lineOf(law)} (observed, not judged)`),
    ...inferredRefunds.map(
      ({ creditBatchId, ownerId, creditKgs }) => `refund inferred: ${creditBatchId}, ${creditKgs} kg, to ${ownerId}`,
    ),
    ...(account === null ? [] : [`account ${[account.organisationId, account.supplierId ?? []].flat().join(", ")}`]),
    `digest ${digest}`,
  ];
}

function lineOf({ says, held, broken, unjudged, first }: LawReport): string {
  const more = [
    ...(broken > 0 ? [`broken ${broken}, first ${printable(first ?? "")}`] : []),
    ...(unjudged > 0 ? [`not judged yet ${unjudged}`] : []),
  ];
  return `${broken > 0 ? "BROKEN" : "ok"}  ${says} held ${[held, ...more].join(", ")}`;
}

const dateOf = (ms: number | null): string => (ms === null ? "none yet" : new Date(ms).toISOString());
