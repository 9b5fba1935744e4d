import type { Cell, Row } from "../actions.js";
import type { ExportColumn } from "./columns.js";
import type { RowWriter } from "./rows.js";
import type { ExportFile } from "./target.js";

/** How many characters go out together. */
const TOGETHER = 1 << 20;

/** A line of JSON for each row. Integers are written with all their digits. */
export function ndjsonWriter(file: ExportFile, columns: readonly ExportColumn[]): RowWriter {
  const encoder = new TextEncoder();
  const names = columns.map(({ name }, place) => `${place === 0 ? "{" : ","}${JSON.stringify(name)}:`);
  let text = "";
  const flush = async (): Promise<void> => {
    const bytes = encoder.encode(text);
    text = "";
    await file.write(bytes);
  };
  return {
    async write(rows) {
      for (const row of rows) {
        for (const [place, column] of columns.entries()) {
          text += names[place] + jsonOf(row, column);
        }
        text += "}\n";
      }
      if (text.length >= TOGETHER) {
        await flush();
      }
    },
    end: flush,
  };
}

function jsonOf(row: Row, { kind, place, textPlace = place }: ExportColumn): string {
  const cell: Cell | undefined = row[textPlace];
  if (cell === null || cell === undefined) {
    return "null";
  }
  switch (kind) {
    case "json":
    case "texts":
      // As it came, on one line: within JSON's strings there is no line break.
      return String(cell).replaceAll(/[\n\r]/g, " ");
    case "boolean":
      return cell === 0 ? "false" : "true";
    case "integer":
      return String(cell);
    case "milliseconds":
      return JSON.stringify(new Date(Number(cell)).toISOString());
    default:
      return JSON.stringify(cell);
  }
}
