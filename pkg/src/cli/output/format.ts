import type { Given } from "../command.js";
import type { Io } from "../io.js";
import { UsageError } from "../usage-error.js";
import type { Format } from "./answer.js";
import { csv } from "./csv.js";
import { json, ndjson } from "./json.js";
import { table } from "./table.js";

/** The requested format, or the default for the output. */
export function readFormat(given: Given, io: Io, command: string): Format {
  const { stdout } = io;
  const named = ["json", "ndjson", "csv", "table"].filter((name) => given.has(name));
  if (named.length > 1) {
    throw new UsageError(`expected one of ${named.map((name) => `--${name}`).join(", ")}`, command);
  }
  switch (named[0] ?? (stdout.isTerminal ? "table" : "json")) {
    case "ndjson":
      return ndjson;
    case "csv":
      return (answer) => csv(answer, io.say, stdout.isTerminal);
    case "table":
      return (answer) => table(answer, stdout);
    default:
      return (answer) => json(answer, stdout.isTerminal ? 2 : 0);
  }
}
