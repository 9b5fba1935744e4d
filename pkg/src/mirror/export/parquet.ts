import { VERSION } from "../../generated/version.js";
import type { ColumnData, ParquetLibrary, RowGroup, SchemaElement } from "../../vendor/parquet-writer.js";
import type { Cell, Row } from "../actions.js";
import type { ColumnKind, ExportColumn } from "./columns.js";
import type { RowWriter } from "./rows.js";
import type { ExportFile } from "./target.js";

/** Gives the library that writes Parquet: it is loaded when it is needed. */
export type ParquetSource = () => ParquetLibrary | Promise<ParquetLibrary>;

/** The most rows of a row group. */
const GROUP_ROWS = 20_000;

/** The most characters of text in a row group, but for the rows that came with the last of them. */
const GROUP_LENGTH = 1 << 23;

/** How many values of a column are looked at to see whether they repeat. */
const SAMPLE = 256;

const DAY_MS = 86_400_000;

const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } } as const;

/** The physical and logical type of each kind of column. Timestamps are in UTC. */
const TYPES: Readonly<Record<Exclude<ColumnKind, "texts">, Omit<SchemaElement, "name">>> = {
  text: TEXT,
  json: TEXT,
  date: { type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } },
  microseconds: {
    type: "INT64",
    converted_type: "TIMESTAMP_MICROS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
  },
  milliseconds: {
    type: "INT64",
    converted_type: "TIMESTAMP_MILLIS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
  },
  boolean: { type: "BOOLEAN" },
  integer: { type: "INT64" },
  real: { type: "DOUBLE" },
};

/** A Parquet file: row groups compressed with Snappy, and what the export is of as its metadata. */
export function parquetWriter(
  file: ExportFile,
  columns: readonly ExportColumn[],
  metadata: Readonly<Record<string, string>>,
  { ByteWriter, ParquetWriter }: ParquetLibrary,
): RowWriter {
  const bytes = new ByteWriter(1 << 20);
  const kvMetadata = Object.entries(metadata).map(([key, value]) => ({ key, value }));
  const createdBy = `isometric-registry version ${VERSION}`;
  const parquet = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), kvMetadata, createdBy });
  let group = columns.map((): unknown[] => []);
  let [rows, length] = [0, 0];
  const send = async (): Promise<void> => {
    await file.write(bytes.getBytes());
    bytes.index = 0;
  };
  const flush = async (): Promise<void> => {
    if (rows > 0) {
      const columnData = columns.map(({ name, kind }, place) => columnOf(name, kind, group[place] ?? []));
      group = columns.map(() => []);
      await parquet.write({ columnData, rowGroupSize: rows });
      ownStatistics(parquet.row_groups.at(-1));
      [rows, length] = [0, 0];
      await send();
    }
  };
  return {
    async write(piece) {
      for (const row of piece) {
        for (const [place, column] of columns.entries()) {
          const value = plainOf(row, column);
          group[place]?.push(value);
          length += typeof value === "string" ? value.length : 0;
        }
        rows += 1;
        if (rows >= GROUP_ROWS || length >= GROUP_LENGTH) {
          await flush();
        }
      }
    },
    async end() {
      await flush();
      await parquet.finish();
      await send();
    },
  };
}

function schemaOf(columns: readonly ExportColumn[]): SchemaElement[] {
  const elements = columns.flatMap(({ name, kind, isRequired }): SchemaElement[] => {
    const repetition_type = isRequired ? "REQUIRED" : "OPTIONAL";
    if (kind !== "texts") {
      return [{ name, ...TYPES[kind], repetition_type }];
    }
    return [
      { name, repetition_type, num_children: 1, converted_type: "LIST", logical_type: { type: "LIST" } },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      { name: "element", ...TEXT, repetition_type: "REQUIRED" },
    ];
  });
  return [{ name: "schema", num_children: columns.length }, ...elements];
}

function plainOf(row: Row, { kind, place }: ExportColumn): unknown {
  const cell: Cell = row[place] ?? null;
  if (cell === null) {
    return null;
  }
  switch (kind) {
    case "integer":
    case "microseconds":
    case "milliseconds":
      return BigInt(cell);
    case "boolean":
      return cell !== 0;
    case "date":
      return dayOf(String(cell));
    case "texts":
      return JSON.parse(String(cell));
    default:
      return cell;
  }
}

/** The days from 1970 to a day of the calendar; `null` for what is none. */
function dayOf(text: string): number | null {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? null : ms / DAY_MS;
}

/** A column of a row group. Text that hardly repeats goes as bytes: a dictionary of it, and its comparisons, take long. */
function columnOf(name: string, kind: ColumnKind, data: unknown[]): ColumnData {
  if ((kind === "text" || kind === "json") && isDistinct(data)) {
    return { name, data: encoded(data as (string | null)[]), encoding: "PLAIN" };
  }
  return { name, data };
}

function isDistinct(data: readonly unknown[]): boolean {
  const step = Math.max(1, Math.floor(data.length / SAMPLE));
  const seen = new Set<unknown>();
  let count = 0;
  for (let at = 0; at < data.length; at += step) {
    if (data[at] !== null) {
      count += 1;
      seen.add(data[at]);
    }
  }
  return 2 * seen.size > count;
}

/** Copies the statistics, which would keep the whole text of each row group in memory until the file ends. */
function ownStatistics(written: RowGroup | undefined): void {
  for (const { meta_data: { statistics } = {} } of written?.columns ?? []) {
    if (statistics?.min_value instanceof Uint8Array && statistics.max_value instanceof Uint8Array) {
      statistics.min_value = statistics.min_value.slice();
      statistics.max_value = statistics.max_value.slice();
    }
  }
}

/** The UTF-8 of each text, all in one buffer. */
function encoded(texts: readonly (string | null)[]): (Uint8Array | null)[] {
  const encoder = new TextEncoder();
  const length = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  // A UTF-16 unit is at most three bytes of UTF-8.
  const buffer = new Uint8Array(3 * length);
  let at = 0;
  return texts.map((text) => {
    if (text === null) {
      return null;
    }
    const { written } = encoder.encodeInto(text, buffer.subarray(at));
    at += written;
    return buffer.subarray(at - written, at);
  });
}
