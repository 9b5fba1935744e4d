import { fitted, padded, widthOf } from "./width.js";

/** A column that a table can have. */
export interface TableColumn {
  readonly title: string;
  /** The same in full, where there is room. */
  readonly label: string;
  /** How much it is wanted where not all fit: 0 is always there. */
  readonly rank: number;
  readonly isNumber: boolean;
  /** Whether its text may be cut. */
  readonly canShrink: boolean;
  readonly text: (node: unknown) => string;
}

/** Which columns are shown, and how wide they are. */
export interface TableLayout {
  /** The titles. */
  readonly head: string;
  row(node: unknown): string;
}

/** Between two columns. */
const GAP = "  ";
/** What is left at least of text that is cut. */
const NARROWEST = 16;
/** From this rank on, a column is shown only where the ones before it are whole. */
const SECONDARY = 3;

/** A column with its width, found by the items of the first page. */
interface Fitted {
  readonly column: TableColumn;
  readonly natural: number;
  /** The most digits behind the point, with the point. */
  readonly fraction: number;
  width: number;
}

/** Chooses the columns that fit, the most wanted first, and shows them in the order of the properties. */
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

/** A column without anything in it comes last. */
const rank = ({ column, natural }: Fitted): number => column.rank + (natural === 0 ? 100 : 0);

const wholeOf = (number: string): string => number.split(".", 1)[0] ?? "";

function cell({ column, width, fraction }: Fitted, node: unknown): string {
  const text = column.text(node);
  if (!column.isNumber) {
    return padded(column.canShrink ? fitted(text, width) : text, width);
  }
  // Points stand below points.
  const behind = text.length - wholeOf(text).length;
  return aligned(text === "" ? "" : text + " ".repeat(Math.max(0, fraction - behind)), column, width);
}

const aligned = (text: string, { isNumber }: TableColumn, width: number): string =>
  isNumber ? text.padStart(width) : padded(text, width);
