import { toJson } from "../../value/json.js";
import { creditsFromKg } from "../../value/quantity.js";
import type { Given, OptionGroup } from "../command.js";
import type { Io } from "../io.js";
import { formulasSaid } from "../output/formulas.js";
import { layOut, type TableColumn } from "../output/layout.js";
import { printable, printableLines } from "../output/printable.js";
import { UsageError } from "../usage-error.js";

/** How a report of rows is written. */
export const sheetOptions: OptionGroup = {
  title: "Output (a table on a terminal, JSON otherwise)",
  options: [
    { name: "json", doc: "One JSON document; kilograms are whole numbers." },
    { name: "csv", doc: "CSV with a header row; kilograms are whole numbers." },
    { name: "table", doc: "A table in credits, as wide as the terminal or COLUMNS." },
  ],
};

/** A value of a row: a bigint is kilograms. */
type Value = string | number | bigint | null;

/** A report of rows. */
export interface Sheet {
  /** The JSON document. */
  readonly document: unknown;
  /** The rows, all with the same properties. */
  readonly rows: readonly object[];
  /** Rows at the end of the table that CSV does not have. */
  readonly totals?: readonly object[];
  /** Notes below the table. */
  readonly notes?: readonly string[];
}

/** Writes a report in the format that the command line asks for. */
export async function writeSheet(sheet: Sheet, given: Given, io: Io, command: string): Promise<void> {
  const named = ["json", "csv", "table"].filter((name) => given.has(name));
  if (named.length > 1) {
    throw new UsageError(`expected one of ${named.map((name) => `--${name}`).join(", ")}`, command);
  }
  const { stdout } = io;
  switch (named[0] ?? (stdout.isTerminal ? "table" : "json")) {
    case "table":
      return stdout.write(tableOf(sheet, stdout.width));
    case "csv":
      return stdout.write(csvOf(sheet.rows, stdout.isTerminal, formulasSaid(io.say)));
    default:
      return stdout.write(`${printableLines(toJson(sheet.document, stdout.isTerminal ? 2 : 0))}\n`);
  }
}

const cellOf = (row: unknown, name: string): Value => (row as Readonly<Record<string, Value>>)[name] ?? null;

/** `openingKgs` in the form of SQL and CSV. */
const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function csvOf(rows: readonly object[], isShown: boolean, see: (value: unknown) => void): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => names.map((name) => field(cellOf(row, name), isShown, see)));
  return [names.map(snake), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

function field(value: Value, isShown: boolean, see: (value: unknown) => void): string {
  see(value);
  const whole = value === null ? "" : String(value);
  const text = isShown ? printable(whole) : whole;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function tableOf({ rows, totals = [], notes = [] }: Sheet, width: number): string {
  if (rows.length === 0) {
    return `nothing${notes.map((note) => `\n${note}`).join("")}\n`;
  }
  const shown = [...rows, ...totals];
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((name, place) => columnOf(name, place, names));
  const layout = layOut(columns, shown, width);
  return [layout.head, ...shown.map((row) => layout.row(row)), ...notes.map(printable)]
    .map((line) => `${line}\n`)
    .join("");
}

function columnOf(name: string, place: number, names: readonly string[]): TableColumn {
  const isKilograms = name.endsWith("Kgs");
  const title = snake(name).replace(/_kgs$/, "").replace("credit", "credits").replaceAll("_", " ");
  const isIdWithName = name.endsWith("Id") && names.includes(name.replace(/Id$/, "Name"));
  return {
    title,
    label: title,
    rank: isKilograms ? 0 : isIdWithName ? 4 : 1 + place / 100,
    isNumber: isKilograms,
    canShrink: name.endsWith("Name"),
    text: (row) => {
      const value = cellOf(row, name);
      return typeof value === "bigint" ? creditsFromKg(value) : printable(String(value ?? ""));
    },
  };
}
