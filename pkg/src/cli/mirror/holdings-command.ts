import type { Command } from "../command.js";
import { openFile } from "./open.js";
import { fileOf, fileOperand } from "./options.js";
import { sheetOptions, writeSheet } from "./sheet.js";
import { tellUnfinished } from "./tell.js";

const NAME = "holdings";

/** Reports who held what. */
export const holdingsCommand: Command = {
  name: NAME,
  doc:
    "Reports who held what at the start of a day or at a given time, by project and vintage, to the kilogram, from a copy that mirror " +
    "has created. Sends no request.",
  operands: [fileOperand],
  groups: [
    {
      title: "Options",
      options: [
        {
          name: "at",
          value: "MOMENT",
          doc: "The time: 2026-01-01 (00:00 UTC), or a timestamp. Default: now.",
        },
        { name: "organisation", value: "ID", doc: "Only what this organisation held: org_…" },
      ],
    },
    sheetOptions,
  ],
  notes: ["Exit status, in addition to those of all commands: 5 while the first copy is not finished."],
  examples: ["holdings registry.db --at 2026-01-01", "holdings registry.db --organisation org_1M325KV4XSBX40VE --csv"],
  async run(given, io) {
    const organisation = given.value("organisation");
    const mirror = await openFile(fileOf(given), NAME, true);
    try {
      const found = await mirror.holdingsAt(given.value("at"), { signal: io.signal });
      const rows = found.holdings.filter(({ ownerId }) => organisation === undefined || ownerId === organisation);
      await writeSheet({ document: { ...found, holdings: rows }, rows }, given, io, NAME);
      return 0;
    } catch (error) {
      return tellUnfinished(error, io);
    } finally {
      await mirror.close();
    }
  },
};
