import path from "node:path";
import { BrokenCopyError } from "../../mirror/export/export.js";
import { exportFolder, FileExistsError } from "../../mirror/export/folder.js";
import {
  EXPORT_FORMATS,
  EXPORT_TABLES,
  EXPORT_VIEWS,
  type ExportOptions,
  type ExportReport,
} from "../../mirror/export/options.js";
import type { Command, Given } from "../command.js";
import type { Io } from "../io.js";
import { didYouMean } from "../nearest.js";
import { status } from "../status.js";
import { UsageError } from "../usage-error.js";
import { openFile } from "./open.js";
import { fileOf, fileOperand, statusOf } from "./options.js";
import { tellBroken, tellProblems, tellUnfinished } from "./tell.js";

const NAME = "export";

/** How often the line that shows the progress changes, in ms. */
const BLINK = 100;

/** Exports a copy. */
export const exportCommand: Command = {
  name: NAME,
  doc:
    "Writes the tables of a copy, or views of it, as Parquet or NDJSON into a folder, all as of one refresh, with an " +
    "export.json that describes them. The copy is verified first, and the files carry its digest. Readers of the folder " +
    "never see a partial file. Sends no request.",
  operands: [fileOperand],
  groups: [
    {
      title: "Options",
      options: [
        { name: "to", value: "FOLDER", doc: "The folder for the files; created if it does not exist." },
        { name: "format", value: "FORMAT", doc: "parquet (the default) or ndjson.", choices: EXPORT_FORMATS },
        {
          name: "table",
          value: "NAME",
          doc: `Only this table; can be given several times: ${EXPORT_TABLES.join(", ")}.`,
          many: true,
          choices: EXPORT_TABLES,
        },
        {
          name: "view",
          value: "NAME",
          doc: "This view, and only the tables named with --table: offsetsdb, the tables of CarbonPlan's OffsetsDB.",
          many: true,
          choices: EXPORT_VIEWS,
        },
        { name: "with-json", doc: "Add the column json: each record as received." },
        { name: "no-verify", doc: "Do not verify the copy first. The files then carry no digest." },
        { name: "overwrite", doc: "Replace existing files." },
      ],
    },
    { title: "Output", options: [{ name: "json", doc: "One JSON document." }] },
  ],
  notes: [
    "Exit status, in addition to those of all commands: 3 if the API differs from what this version knows or a list " +
      "could not be proved complete, although everything was exported; 4 if a law is broken, and 5 while the first copy " +
      "is not finished: then nothing is written.",
  ],
  examples: [
    "export registry.db --to out",
    "export registry.db --to out --format ndjson --table retirements --table issuances",
    "export registry.db --to out --view offsetsdb --overwrite",
  ],
  async run(given, io) {
    const { folder, ...wanted } = wantedOf(given);
    const to = exportFolder(folder, { overwrite: given.has("overwrite") });
    const mirror = await openFile(fileOf(given), NAME, true);
    try {
      const { verified, ...report } = await mirror.export({
        ...wanted,
        to,
        signal: io.signal,
        onProgress: progressOn(io),
      });
      if (verified !== null) {
        tellProblems(io, verified);
      }
      await io.stdout.write(given.has("json") ? `${JSON.stringify(report)}\n` : textOf(folder, report));
      return verified === null ? status.done : statusOf(verified);
    } catch (error) {
      return tellRefused(error, io);
    } finally {
      await mirror.close();
    }
  },
};

/** What the command line asks for. */
interface Wanted extends Pick<ExportOptions, "format" | "tables" | "views" | "withJson" | "verify"> {
  readonly folder: string;
}

function wantedOf(given: Given): Wanted {
  const folder = given.value("to");
  if (folder === undefined) {
    throw new UsageError("expected --to FOLDER, where the files go", NAME);
  }
  const [format = "parquet"] = chosen(given, "format", EXPORT_FORMATS);
  const [tables, views] = [chosen(given, "table", EXPORT_TABLES), chosen(given, "view", EXPORT_VIEWS)];
  return {
    folder,
    format,
    tables: tables.length > 0 ? tables : undefined,
    views: views.length > 0 ? views : undefined,
    withJson: given.has("with-json"),
    verify: !given.has("no-verify"),
  };
}

/** The values of an option that knows all that it can be. */
function chosen<T extends string>(given: Given, option: string, known: readonly T[]): T[] {
  return given.values(option).map((value) => {
    const found = known.find((one) => one === value);
    if (found === undefined) {
      const expected = `expected ${known.join(", ")}, got ${JSON.stringify(value)}`;
      throw new UsageError(`--${option}: ${expected}${didYouMean(value, known)}`, NAME);
    }
    return found;
  });
}

function progressOn(io: Io): NonNullable<ExportOptions["onProgress"]> {
  let last = 0;
  return ({ table, rows }) => {
    const now = performance.now();
    if (now - last > BLINK) {
      last = now;
      io.progress(`${table.replaceAll("_", " ")}: ${rows} rows`);
    }
  };
}

function textOf(folder: string, { files, refresh, refreshedAt, digest }: Omit<ExportReport, "verified">): string {
  const lines = files.map(({ file, rows, bytes }) => `${path.join(folder, file)}: ${rows} rows, ${bytes} bytes`);
  const proof = digest === null ? "not verified" : `digest ${digest}`;
  return [...lines, `refresh ${refresh} of ${new Date(refreshedAt).toISOString()}, ${proof}`, ""].join("\n");
}

/** Says why nothing was exported, and gives the exit status; throws any other error. */
function tellRefused(error: unknown, io: Io): number {
  if (error instanceof BrokenCopyError) {
    tellBroken(io, error.report);
    io.say("nothing was exported, as the figures of the copy do not add up; --no-verify exports them all the same");
    return status.broken;
  }
  if (error instanceof FileExistsError) {
    throw new UsageError(`${error.path} is there already; --overwrite replaces it`, NAME);
  }
  return tellUnfinished(error, io);
}
