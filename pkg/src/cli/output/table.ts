import { styleText } from "node:util";
import { toJson } from "../../value/json.js";
import { creditsFromKg } from "../../value/quantity.js";
import type { Answer } from "./answer.js";
import { type Column, columnsOf, listsOf, valueAt } from "./columns.js";
import { layOut, type TableColumn, type TableLayout } from "./layout.js";
import { ownModels } from "./own-models.js";
import { printable } from "./printable.js";
import { padded, wrapped } from "./width.js";

/** The terminal that a table is for. */
export interface Screen {
  readonly width: number;
  readonly hasColours: boolean;
}

/**
 * A table for people: a list as one line per item with as many columns as fit, an object as one line per property.
 * Amounts are in credits; every other format has the kilograms, too.
 */
export async function* table(answer: Answer, screen: Screen): AsyncGenerator<string> {
  if (answer.kind === "object") {
    yield properties(answer.value, answer.model, screen);
    for (const { path, name, model } of listsOf(answer.model)) {
      const items = valueAt(answer.value, path);
      if (Array.isArray(items) && items.length > 0) {
        const columns = columnsFor(model);
        yield `\n${bold(name, screen)}\n${rows(items, layOut(columns, items, screen.width), screen, true)}`;
      }
    }
    return;
  }
  const columns = columnsFor(answer.model);
  let layout: TableLayout | undefined;
  for await (const { nodes } of answer.pages) {
    const isFirst = layout === undefined;
    layout ??= layOut(columns, nodes, screen.width);
    yield rows(nodes, layout, screen, isFirst);
  }
}

/** The properties of an object, each on a line of its own. */
function properties(value: unknown, model: string, { width, hasColours }: Screen): string {
  const shown = columnsFor(model)
    .map((column) => [column.label, column.text(value)] as const)
    .filter(([, text]) => text !== "");
  const titleWidth = Math.max(...shown.map(([title]) => title.length));
  const lines = shown.flatMap(([title, text]) => {
    const parts = wrapped(text, Math.max(20, width - titleWidth - 2));
    return parts.map((part, index) => {
      const head = padded(index === 0 ? title : "", titleWidth);
      return `${hasColours ? styleText("bold", head) : head}  ${part}\n`;
    });
  });
  return lines.join("");
}

function rows(nodes: readonly unknown[], layout: TableLayout, screen: Screen, withHead: boolean): string {
  const head = withHead && layout.head !== "" ? `${bold(layout.head, screen)}\n` : "";
  return head + nodes.map((node) => `${layout.row(node)}\n`).join("");
}

const bold = (text: string, { hasColours }: Screen): string => (hasColours ? styleText("bold", text) : text);

/** The columns of a model in a table. */
function columnsFor(model: string): TableColumn[] {
  const lists = listsOf(model).map(({ name }) => name);
  const columns = columnsOf(model).filter(({ name }) => !lists.includes(name));
  // One of the two units: credits, written from the exact kilograms.
  const quantities = columns.filter(({ of, path }) => of === "CreditQuantity" && path.at(-1) === "credit_kgs");
  const shortest = Math.min(...quantities.map(({ name }) => name.length));
  return columns.flatMap((column, index) => {
    if (column.of === "CreditQuantity") {
      return quantities.includes(column) ? [quantity(column, column.name.length === shortest)] : [];
    }
    if (column.kind === "kilograms" && Object.hasOwn(ownModels, column.of)) {
      return [kilograms(column)];
    }
    // An item is identified by its id, or by the first id.
    return [plain(column, index === 0 && column.kind === "id")];
  });
}

function quantity({ path }: Column, isMain: boolean): TableColumn {
  const name = path.slice(0, -1).join(".");
  const title = name.replace(/_total\b/g, "").replace(/(credit_batch_)?size$/, "credits");
  return inCredits(path, title, isMain ? 0.5 : 3);
}

/** Kilograms of a plan or a receipt. */
function kilograms({ path, name }: Column): TableColumn {
  return inCredits(path, name.replace(/credit_quantity_kg$/, "credits").replace(/_kg$/, "_credits"), 0.5);
}

function inCredits(path: readonly string[], title: string, rank: number): TableColumn {
  return {
    title,
    label: title,
    rank,
    isNumber: true,
    canShrink: false,
    text: (node) => {
      const value = valueAt(node, path);
      return typeof value === "bigint" ? creditsFromKg(value) : inWords(value);
    },
  };
}

function plain(column: Column, isFirst: boolean): TableColumn {
  const { path, kind, name } = column;
  const isWhole = /(^|_)url$|^serial_number$/.test(path.at(-1) ?? "");
  return {
    title: name.replace(/\.organisation\b/g, "").replace(/\.name$/, ""),
    label: name,
    rank: isFirst ? 0 : rankOf(column),
    isNumber: kind === "number" || kind === "integer" || kind === "kilograms",
    canShrink: !isWhole && (kind === "text" || kind === "list" || kind === "any"),
    text: (node) => {
      const value = valueAt(node, path);
      // The observations of a receipt have the clock of the machine that made them.
      return inWords(kind === "timestamp" && typeof value === "number" ? new Date(value).toISOString() : value);
    },
  };
}

/** The priority of a column if not all fit: 0 is always shown. */
function rankOf({ path, kind }: Column): number {
  const name = path.at(-1) ?? "";
  const depth = path.length - 1;
  if (name === "id" && depth === 0) {
    return 0;
  }
  if (name === "name" || name === "display_name") {
    return depth === 0 ? 1 : 2 + depth / 8;
  }
  const ranks: Partial<Record<typeof kind, number>> = { enum: 1, timestamp: 2, date: 3, boolean: 5, list: 4, id: 6 };
  const rank = ranks[kind] ?? (/url$|description$|notes/.test(name) ? 8 : 5);
  return name === "serial_number" ? 2.5 : rank + (depth === 0 ? 0 : 4);
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) {
    return "";
  }
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return printable(value.join(", "));
  }
  return printable(typeof value === "object" ? toJson(value) : String(value));
}
