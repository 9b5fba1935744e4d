import { toJson } from "isometric-registry";

/** Gives the reader a file. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url));
}

/** Rows as JSON; kilograms are integers, exact. */
export const asJson = (rows: readonly unknown[]): string => `${toJson(rows, 2)}\n`;

/** Rows as CSV with a column for each property: `credit_batch_size_total.credit_kgs`. */
export function asCsv(rows: readonly object[]): string {
  const flat = rows.map((row) => new Map(flatten(row, "")));
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  const lines = [columns, ...flat.map((row) => columns.map((column) => row.get(column)))];
  return `${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

function flatten(value: object, prefix: string): [string, unknown][] {
  return Object.entries(value).flatMap(([key, part]): [string, unknown][] =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? flatten(part, `${prefix}${key}.`)
      : [[prefix + key, Array.isArray(part) ? part.join(" ") : part]],
  );
}

function cell(value: unknown): string {
  if (value === undefined || value === null) {
    return "";
  }
  // A spreadsheet would run text that begins like a formula, and anybody can leave a note.
  const text = typeof value === "string" ? value.replace(/^[=+\-@\t\r]/, "'$&") : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
