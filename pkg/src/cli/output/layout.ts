import { fitted, padded, widthOf } from "./width.js";

/** A possible column of a table. */
export interface TableColumn {
  readonly title: string;
  /** The same in full, if there is room. */
  readonly label: string;
  /** Its priority if not all columns fit: 0 is always shown. */
  readonly rank: number;
  readonly isNumber: boolean;
  /** Whether its text may be shortened. */
  readonly canShrink: boolean;
  readonly text: (node: unknown) => string;
}

/** The columns that are shown, and their widths. */
export interface TableLayout {
  /** The titles. */
  readonly head: string;
  row(node: unknown): string;
}

/** Between two columns. */
const GAP = "  ";
/** The least width of shortened text. */
const NARROWEST = 16;
/** From this rank on, a column is shown only if the ones before it are complete. */
const SECONDARY = 3;

/** A column with its width, determined by the items of the first page. */
interface Fitted {
  readonly column: TableColumn;
  readonly natural: number;
  /** The most digits after the decimal point, with the point. */
  readonly fraction: number;
  width: number;
}

/** Chooses the columns that fit, by priority, and shows them in the order of the properties. */
export function layOut(columns: readonly TableColumn[], nodes: readonly unknown[], width: number): TableLayout {
  const measured = columns.map((column) => measure(column, nodes));
  const chosen: Fitted[] = [];
  let left = width;
  const grow = (): void => {
    for (const each of chosen) {
      const more = Math.max(0, Math.min(each.natural - each.width, left));
      each.width += more;
      left -= more;
    }
  };
  for (const candidate of [...measured].sort((a, b) => rank(a) - rank(b))) {
    if (rank(candidate) >= SECONDARY) {
      grow();
    }
    const needed = candidate.width + (chosen.length > 0 ? GAP.length : 0);
    if (needed <= left || candidate.column.rank === 0) {
      chosen.push(candidate);
      left -= needed;
    }
  }
  grow();
  const shown = measured.filter((column) => chosen.includes(column));
  const line = (cells: readonly string[]): string => cells.join(GAP).trimEnd();
  return {
    head: line(shown.map(({ column, width }) => aligned(column.title, column, width))),
    row: (node) => line(shown.map((each) => cell(each, node))),
  };
}

function measure(column: TableColumn, nodes: readonly unknown[]): Fitted {
  const texts = nodes.map(column.text);
  const fraction = column.isNumber ? Math.max(0, ...texts.map((text) => text.length - wholeOf(text).length)) : 0;
  const content = column.isNumber
    ? Math.max(0, ...texts.map((text) => wholeOf(text).length)) + fraction
    : Math.max(0, ...texts.map(widthOf));
  const natural = Math.max(content, column.title.length);
  const width = column.canShrink ? Math.min(natural, Math.max(NARROWEST, column.title.length)) : natural;
  return { column, natural: content === 0 ? 0 : natural, fraction, width };
}

/** An empty column comes last. */
const rank = ({ column, natural }: Fitted): number => column.rank + (natural === 0 ? 100 : 0);

const wholeOf = (number: string): string => number.split(".", 1)[0] ?? "";

function cell({ column, width, fraction }: Fitted, node: unknown): string {
  const text = column.text(node);
  if (!column.isNumber) {
    return padded(column.canShrink ? fitted(text, width) : text, width);
  }
  // Decimal points are aligned.
  const behind = text.length - wholeOf(text).length;
  return aligned(text === "" ? "" : text + " ".repeat(Math.max(0, fraction - behind)), column, width);
}

const aligned = (text: string, { isNumber }: TableColumn, width: number): string =>
  isNumber ? text.padStart(width) : padded(text, width);
