import { InvalidRequestError, type InvalidRequestIssue } from "../../error/errors.js";
import type { MirrorReport } from "../actions.js";
import type { MirrorTable } from "../changes.js";
import type { ExportTarget } from "./target.js";

/** The formats of exports. */
export const EXPORT_FORMATS: readonly ExportFormat[] = ["parquet", "ndjson"];

/** A format of an export. */
export type ExportFormat = "parquet" | "ndjson";

/** A table that can be exported. */
export type ExportTable = MirrorTable | "record_batches" | "changes";

/** The tables that can be exported. */
export const EXPORT_TABLES: readonly ExportTable[] = [
  "suppliers",
  "projects",
  "documents",
  "issuances",
  "deliveries",
  "transfers",
  "retirements",
  "credit_batches",
  "organisations",
  "record_batches",
  "changes",
];

/** The views that can be exported. */
export const EXPORT_VIEWS: readonly ExportView[] = ["offsetsdb"];

/** A view that can be exported: `offsetsdb` is the two tables of CarbonPlan's OffsetsDB. */
export type ExportView = "offsetsdb";

/** What an export can be told. */
export interface ExportOptions {
  /** Where it goes: `exportFolder("out")` of `isometric-registry/mirror/node`, or a target of your own. */
  readonly to: ExportTarget;
  /** The format of the files. Default: `"parquet"`. */
  readonly format?: ExportFormat | undefined;
  /** Which tables: all, unless said otherwise; none, where only `views` are named. */
  readonly tables?: readonly ExportTable[] | undefined;
  /** Which views: none, unless said otherwise. */
  readonly views?: readonly ExportView[] | undefined;
  /** Whether each record's JSON, as it came, is a column as well: `json`. Default: false. */
  readonly withJson?: boolean | undefined;
  /** Whether the copy is verified first: every law, and the digest that the files then carry. Default: true. */
  readonly verify?: boolean | undefined;
  /** Ends the export. Nothing of it is seen then. */
  readonly signal?: AbortSignal | undefined;
  /** Is told how far it has come: the table, and how many of its rows have been read. */
  readonly onProgress?: ((progress: { readonly table: string; readonly rows: number }) => void) | undefined;
}

/** A file of an export. */
export interface ExportedFile {
  /** Its name: `credit_batches.parquet`. */
  readonly file: string;
  /** The table or view that it holds. */
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

/** What was exported. */
export interface ExportReport {
  /** The address of the registry that the copy is of. */
  readonly origin: string;
  /** The refresh that all files show. */
  readonly refresh: number;
  /** When that was published: ms since 1970. */
  readonly refreshedAt: number;
  /** The digest of the copy; `null` if it was not verified. */
  readonly digest: string | null;
  /** The version of the tables. */
  readonly tableFormat: number;
  readonly files: readonly ExportedFile[];
  /** What the verification found; `null` if there was none. */
  readonly verified: MirrorReport | null;
}

/** What is to be exported: the options with their defaults. */
export interface ExportPlan {
  readonly format: ExportFormat;
  readonly tables: readonly ExportTable[];
  readonly views: readonly ExportView[];
}

/** Checks what was given. */
export function planOf({ to, format = "parquet", tables, views }: ExportOptions): ExportPlan {
  const issues: InvalidRequestIssue[] = [];
  const check = (path: string, value: unknown, known: readonly string[]): void => {
    if (!known.includes(value as string)) {
      const said = typeof value === "string" ? JSON.stringify(value) : typeof value;
      issues.push({ path, message: `expected ${known.join(", ")}, got ${said}` });
    }
  };
  if (typeof (to as Partial<ExportTarget> | undefined)?.open !== "function") {
    issues.push({ path: "to", message: "expected a target such as exportFolder(path)" });
  }
  check("format", format, EXPORT_FORMATS);
  for (const [at, table] of tables?.entries() ?? []) {
    check(`tables[${at}]`, table, EXPORT_TABLES);
  }
  for (const [at, view] of views?.entries() ?? []) {
    check(`views[${at}]`, view, EXPORT_VIEWS);
  }
  const all = views === undefined ? EXPORT_TABLES : [];
  const plan = { format, tables: [...new Set(tables ?? all)], views: [...new Set(views ?? [])] };
  if (plan.tables.length + plan.views.length === 0) {
    issues.push({ path: "tables", message: "expected a table or a view, got none" });
  }
  if (issues.length > 0) {
    throw new InvalidRequestError(issues, { operation: "mirror.export" });
  }
  return plan;
}
