import type { InferredMovement, Statement } from "../../mirror/statement.js";
import { creditsFromKg } from "../../value/quantity.js";
import type { Command } from "../command.js";
import { UsageError } from "../usage-error.js";
import { openFile } from "./open.js";
import { fileOf, fileOperand } from "./options.js";
import { type Sheet, sheetOptions, writeSheet } from "./sheet.js";
import { tellUnfinished } from "./tell.js";

const NAME = "statement";

/** Reports what an organisation held and moved. */
export const statementCommand: Command = {
  name: NAME,
  doc:
    "Reports what an organisation held, was issued, received, delivered, transferred and retired in a period, by project " +
    "and vintage, to the kilogram, from a copy that mirror has created. Refunds, which the API does not list, are inferred and " +
    "marked as such. Sends no request.",
  operands: [fileOperand],
  groups: [
    {
      title: "Options",
      options: [
        { name: "organisation", value: "ID", doc: "The organisation: org_…" },
        { name: "from", value: "MOMENT", doc: "The start of the period: 2026-01-01 (00:00 UTC), or a timestamp." },
        { name: "to", value: "MOMENT", doc: "The end of the period, exclusive. Default: now." },
      ],
    },
    sheetOptions,
  ],
  notes: ["Exit status, in addition to those of all commands: 5 while the first copy is not finished."],
  examples: [
    "statement registry.db --organisation org_1M325KV4XSBX40VE --from 2026-01-01 --to 2026-07-01",
    "statement registry.db --organisation org_1M325KV4XSBX40VE --csv > statement.csv",
  ],
  async run(given, io) {
    const organisation = given.value("organisation");
    if (organisation === undefined) {
      throw new UsageError("expected --organisation org_…", NAME);
    }
    const [from, to] = [given.value("from"), given.value("to")];
    const mirror = await openFile(fileOf(given), NAME, true);
    try {
      const statement = await mirror.statement({ organisation, from, to, signal: io.signal });
      await writeSheet(sheetOf(statement, from, to), given, io, NAME);
      return 0;
    } catch (error) {
      return tellUnfinished(error, io);
    } finally {
      await mirror.close();
    }
  },
};

function sheetOf(statement: Statement, from: string | undefined, to: string | undefined): Sheet {
  const { lines, total, inferred, refreshedAt } = statement;
  const asOf = refreshedAt === null ? "none" : new Date(refreshedAt).toISOString();
  return {
    document: { ...statement, from: from ?? null, to: to ?? null },
    rows: lines,
    totals: [{ projectId: "", projectName: "total", vintage: null, ...total }],
    notes: [
      "opening + issued + received + refunded + unexplained - delivered - transferred - retired = closing, in credits",
      ...inferred.map(noteOf),
      `as of the refresh of ${asOf}`,
    ],
  };
}

function noteOf({ creditBatchId, isRefund, creditKgs, fromId, toId, notBefore, countedAt }: InferredMovement): string {
  const [after, until] = [notBefore, countedAt].map((ms) => new Date(ms).toISOString());
  const way = isRefund ? "refund inferred" : "no record explains";
  const between = `${fromId ?? "a buffer pool"} to ${toId ?? "a buffer pool"}`;
  return `${way}: ${creditBatchId}, ${creditsFromKg(creditKgs)} credits, ${between}, between ${after} and ${until}`;
}
