import { toJson } from "../../value/json.js";
import type { Answer } from "./answer.js";
import { type Column, columnsOf, type List, listsOf, namesIn, valueAt } from "./columns.js";
import { formulasSaid } from "./formulas.js";
import { printable } from "./printable.js";

/** A future row, and the list of the answer that it belongs to. */
interface Row {
  readonly value: unknown;
  readonly list?: string;
}

/**
 * CSV by RFC 4180, with a header row. Kilograms are exact, nested properties are columns such as `owner.name`, lists
 * are JSON. An absent value is an empty field, empty text is `""`.
 *
 * An answer that holds lists of objects is a row, and so is each of their items; the column `list` names the list.
 * For a terminal (`isShown`), control characters are escaped, so that it does not interpret them.
 */
export async function* csv(answer: Answer, say: (message: string) => void, isShown: boolean): AsyncGenerator<string> {
  const see = formulasSaid(say);
  const toField = (value: unknown): string => field(value, isShown, see);
  if (answer.kind === "object") {
    const lists = listsOf(answer.model);
    const rows = rowsOf(answer.value, lists);
    const columns = distinct([answer.model, ...lists.map(({ model }) => model)].flatMap((model) => columnsOf(model)));
    const shown = columns.filter(({ name }) => !lists.some((list) => list.name === name));
    yield* sheet([{ rows }], shown, lists.length > 0, say, toField);
    return;
  }
  const pages = answer.pages;
  const rows = (async function* () {
    for await (const { nodes } of pages) {
      yield { rows: nodes.map((value) => ({ value })) };
    }
  })();
  yield* sheet(rows, columnsOf(answer.model), false, say, toField);
}

function rowsOf(value: unknown, lists: readonly List[]): Row[] {
  const items = lists.flatMap(({ path, name }) => {
    const list = valueAt(value, path);
    return Array.isArray(list) ? list.map((item: unknown) => ({ value: item, list: name })) : [];
  });
  return [{ value: lists.reduce((rest, { path }) => without(rest, path), value) }, ...items];
}

/** The value without the list at the end of a path. */
function without(value: unknown, [name = "", ...rest]: readonly string[]): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) {
    return value;
  }
  const { [name]: inner, ...others } = value as Record<string, unknown>;
  if (rest.length > 0) {
    return { ...others, [name]: without(inner, rest) };
  }
  return Array.isArray(inner) ? others : value;
}

async function* sheet(
  blocks: AsyncIterable<{ readonly rows: readonly Row[] }> | readonly { readonly rows: readonly Row[] }[],
  known: readonly Column[],
  hasLists: boolean,
  say: (message: string) => void,
  toField: (value: unknown) => string,
): AsyncGenerator<string> {
  const line = (cells: readonly unknown[]): string => `${cells.map(toField).join(",")}\r\n`;
  let columns: readonly Column[] | undefined;
  let hasSaid = false;
  for await (const { rows } of blocks) {
    const added = newColumns(rows, columns ?? known);
    let head = "";
    if (columns === undefined) {
      columns = [...known, ...added];
      head = line([...(hasLists ? ["list"] : []), ...columns.map(({ name }) => name)]);
    } else if (added.length > 0 && !hasSaid) {
      hasSaid = true;
      say(
        `properties that first appeared after the header row was written are missing from the CSV: ${added.map((c) => c.name).join(", ")}`,
      );
    }
    const shown = columns;
    yield head +
      rows
        .map(({ value, list }) => line([...(hasLists ? [list] : []), ...shown.map(({ path }) => valueAt(value, path))]))
        .join("");
  }
}

/** Columns for properties that are newer than this package. */
function newColumns(rows: readonly Row[], known: readonly Column[]): Column[] {
  const names = new Set(known.map(({ name }) => name));
  const found = new Set(rows.flatMap(({ value }) => namesIn(value)).filter((name) => !names.has(name)));
  return [...found].map((name) => ({ path: name.split("."), name, kind: "any", of: "" }));
}

function distinct(columns: readonly Column[]): Column[] {
  return [...new Map(columns.map((column) => [column.name, column])).values()];
}

function field(value: unknown, isShown: boolean, see: (value: unknown) => void): string {
  if (value === null || value === undefined) {
    return "";
  }
  see(value);
  const whole = typeof value === "object" ? toJson(value) : String(value);
  const text = isShown ? printable(whole) : whole;
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
