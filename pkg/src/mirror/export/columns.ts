import type { StoreColumn, StoreTable } from "../store.js";

/** What a column of an export holds. */
export type ColumnKind =
  | "text"
  /** Any JSON, as its text. */
  | "json"
  /** A list of strings, as the text of its JSON. */
  | "texts"
  | "date"
  | "microseconds"
  | "milliseconds"
  | "boolean"
  | "integer"
  | "real";

/** A column of an export. */
export interface ExportColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Its place in the rows. */
  readonly place: number;
  /** The place of the text of a timestamp, as it came; `place` has its microseconds since 1970. */
  readonly textPlace?: number;
  /** Whether there is a value in every row. */
  readonly isRequired: boolean;
}

const MICROSECONDS = "_us";

/**
 * The columns of a table as an export has them: a timestamp is one column, not a text and its microseconds, and the JSON
 * of records is left out unless it is asked for.
 */
export function columnsOf({ name: table, columns, key }: StoreTable, withJson: boolean): ExportColumn[] {
  const places = new Map(columns.map(({ name }, place) => [name, place]));
  return columns.flatMap(({ name, content, type }, place): ExportColumn[] => {
    if (content === "microseconds" || (content === "record" && table !== "changes" && !withJson)) {
      return [];
    }
    const isRequired = place < key;
    const microseconds = places.get(`${name}${MICROSECONDS}`);
    if (microseconds !== undefined && columns[microseconds]?.content === "microseconds") {
      return [{ name, kind: "microseconds", place: microseconds, textPlace: place, isRequired }];
    }
    return [{ name, kind: kindOf(content, type), place, isRequired }];
  });
}

function kindOf(content: StoreColumn["content"], type: StoreColumn["type"]): ColumnKind {
  switch (content) {
    case "date":
    case "boolean":
    case "milliseconds":
      return content;
    case "list":
    case "unknown":
    case "record":
      return "json";
    default:
      return type;
  }
}
