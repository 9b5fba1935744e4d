import type { Given } from "../command.js";
import type { FilterOption, OperationCommand } from "../tables.js";
import { UsageError } from "../usage-error.js";

/** How much of a list is read. */
export interface Extent {
  /** Whether it is read to its end. */
  readonly all: boolean;
  /** The most items. */
  readonly limit: number | undefined;
}

/** The filters of a call, from the options of a command. */
export function readFilters(
  { filters }: OperationCommand,
  given: Given,
  say: (message: string) => void,
): Record<string, unknown> {
  const entries = filters.flatMap((filter): [string, unknown][] => {
    const texts = given.values(filter.option).flatMap((text) => (filter.many ? text.split(",") : [text]));
    warnOfUnknown(filter, texts, say);
    const values = texts.map((text) => valueOfText(filter, text));
    return values.length === 0 ? [] : [[filter.name, filter.many ? values : values[0]]];
  });
  return Object.fromEntries(entries);
}

/** A value that the API has added since is sent; a misspelt one gets a note on stderr. */
function warnOfUnknown(
  { option, values }: FilterOption,
  texts: readonly string[],
  say: (message: string) => void,
): void {
  for (const text of texts) {
    if (values.length > 0 && !values.includes(text)) {
      say(`--${option}: ${JSON.stringify(text)} is not one of ${values.join(", ")}; sent unchanged`);
    }
  }
}

/** The value for a text. An invalid one is rejected by the client, with its name. */
function valueOfText({ kind }: FilterOption, text: string): unknown {
  return kind === "integer" && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

/** How much of a list is wanted. */
export function readExtent(given: Given, command: string): Extent {
  const text = given.value("limit");
  const all = given.has("all");
  if (text !== undefined && all) {
    throw new UsageError("expected either --limit or --all, got both", command);
  }
  if (text !== undefined && !/^[1-9]\d{0,14}$/.test(text)) {
    throw new UsageError(`--limit: expected a whole number from 1, got ${JSON.stringify(text)}`, command);
  }
  return { all, limit: text === undefined ? undefined : Number(text) };
}
