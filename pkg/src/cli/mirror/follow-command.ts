import type { MirrorChange } from "../../mirror/changes.js";
import { pause } from "../../mirror/timer.js";
import type { Command } from "../command.js";
import { printable } from "../output/printable.js";
import { openFile } from "./open.js";
import { fileOf, fileOperand, timeOf, watchOption, wholeOf } from "./options.js";

const NAME = "follow";

/** How many changes are read at once. */
const AT_ONCE = 200;

/** Prints changes. */
export const followCommand: Command = {
  name: NAME,
  doc:
    "Prints the changes of a copy, each once, a line of JSON each: seq, at, refresh, table, id, change, before and " +
    "after. The API has no webhooks; with mirror --watch beside it, this is one.",
  operands: [fileOperand],
  groups: [
    {
      title: "Options",
      options: [
        { name: "after", value: "SEQ", doc: "Begin behind this change: the seq of the last one that you dealt with." },
        { ...watchOption, doc: "Go on, and look as often: 10s, 1m. Without it the command ends at the last change." },
      ],
    },
  ],
  notes: ["SIGINT and SIGTERM end it with the exit status 0 when it has --watch."],
  examples: ["follow registry.db", "follow registry.db --after 4711 --watch 10s | while read -r change; do …; done"],
  async run(given, io) {
    const mirror = await openFile(fileOf(given), NAME, true);
    const watch = timeOf(given, "watch", NAME);
    let after = wholeOf(given, "after", NAME) ?? 0;
    try {
      for (;;) {
        const changes = await mirror.changes({ after, limit: AT_ONCE });
        for (const change of changes) {
          io.signal.throwIfAborted();
          await io.stdout.write(`${lineOf(change)}\n`);
          after = change.seq;
        }
        if (changes.length < AT_ONCE) {
          if (watch === undefined) {
            return 0;
          }
          await pause(watch, io.signal);
        }
      }
    } catch (error) {
      if (watch !== undefined && io.signal.aborted) {
        return 0;
      }
      throw error;
    } finally {
      await mirror.close();
    }
  },
};

/** A change as JSON; the records are as they came from the registry, so that no number is changed. */
function lineOf({ before, after, ...change }: MirrorChange): string {
  const [head] = JSON.stringify(change).split(/\}$/);
  const inLine = (json: string | null): string => json?.replaceAll(/[\n\r\t]/g, " ") ?? "null";
  return printable(`${head},"before":${inLine(before)},"after":${inLine(after || null)}}`);
}
