import type { MirrorReport } from "../actions.js";
import type { MirrorStore, StoreSchema } from "../store.js";
import { ndjsonWriter } from "./ndjson.js";
import { OffsetsDb } from "./offsetsdb.js";
import { type ExportedFile, type ExportOptions, type ExportPlan, type ExportReport, planOf } from "./options.js";
import { type ParquetSource, parquetWriter } from "./parquet.js";
import { type RowSource, tableSource } from "./rows.js";
import { type CopyState, stateOf } from "./state.js";
import type { ExportFile, ExportTarget } from "./target.js";

/** The file that says what was exported. It is the last to be seen. */
const SUMMARY = "export.json";

/** What an export works with. */
export interface ExportSurroundings {
  readonly store: MirrorStore;
  readonly schema: StoreSchema;
  readonly parquet: ParquetSource;
  /** Verifies the copy, within the transaction that the export reads in. */
  verify(): Promise<MirrorReport>;
}

/** Thrown when laws are broken in a copy that is to be exported: its figures do not add up. Nothing was written. */
export class BrokenCopyError extends Error {
  override readonly name = "BrokenCopyError";
  /** What the verification found. */
  readonly report: MirrorReport;

  constructor(report: MirrorReport) {
    const laws = report.laws.filter(({ broken }) => broken > 0).map(({ law }) => law);
    super(`isometric-registry: the copy breaks laws (${laws.join(", ")}), so nothing was exported.`);
    this.report = report;
  }
}

/** Exports a copy, within a transaction that has begun. */
export async function exportCopy(surroundings: ExportSurroundings, options: ExportOptions): Promise<ExportReport> {
  const { store, schema } = surroundings;
  const { to, withJson = false, verify = true, signal } = options;
  const plan = planOf(options);
  const state = await stateOf(store);
  const sources = sourcesOf(store, schema, plan, withJson);
  await to.begin([...sources.map(({ name }) => `${name}.${plan.format}`), SUMMARY]);
  try {
    const verified = verify ? await verifiedBy(surroundings) : null;
    const about = { ...state, digest: verified?.digest ?? null };
    const files: ExportedFile[] = [];
    for (const source of sources) {
      signal?.throwIfAborted();
      files.push(await writeFile(source, about, plan, surroundings, options));
    }
    const { refresh } = await stateOf(store);
    if (refresh !== state.refresh) {
      throw new Error("isometric-registry: the copy was refreshed during the export; try again.");
    }
    const { origin, refreshedAt, format: tableFormat } = state;
    const summary = { origin, refresh, refreshedAt, digest: about.digest, tableFormat, files };
    await writeSummary(to, summary);
    signal?.throwIfAborted();
    await to.publish();
    return { ...summary, verified };
  } catch (error) {
    await to.discard();
    throw error;
  }
}

function sourcesOf(store: MirrorStore, schema: StoreSchema, plan: ExportPlan, withJson: boolean): RowSource[] {
  const tables = schema.tables.filter(({ name }) => (plan.tables as readonly string[]).includes(name));
  const views = plan.views.includes("offsetsdb") ? new OffsetsDb(store).sources : [];
  return [...tables.map((table) => tableSource(store, table, withJson)), ...views];
}

async function verifiedBy({ verify }: ExportSurroundings): Promise<MirrorReport> {
  const report = await verify();
  if (report.laws.some(({ broken }) => broken > 0)) {
    throw new BrokenCopyError(report);
  }
  return report;
}

async function writeFile(
  { name, columns, pieces }: RowSource,
  about: CopyState & { readonly digest: string | null },
  { format }: ExportPlan,
  { parquet }: ExportSurroundings,
  { to, signal, onProgress }: ExportOptions,
): Promise<ExportedFile> {
  const file = `${name}.${format}`;
  const opened = await to.open(file);
  let [rows, bytes] = [0, 0];
  const counted: ExportFile = {
    async write(part) {
      bytes += part.length;
      await opened.write(part);
    },
    close: () => opened.close(),
  };
  try {
    const writer =
      format === "ndjson"
        ? ndjsonWriter(counted, columns)
        : parquetWriter(counted, columns, metadataOf(name, about), await parquet());
    for await (const piece of pieces()) {
      signal?.throwIfAborted();
      await writer.write(piece);
      rows += piece.length;
      try {
        onProgress?.({ table: name, rows });
      } catch {
        // Whoever looks on does not break the export.
      }
    }
    await writer.end();
  } finally {
    await counted.close();
  }
  return { file, table: name, rows, bytes };
}

/** What a Parquet file says of itself. */
function metadataOf(
  table: string,
  { origin, refresh, refreshedAt, digest, format }: CopyState & { readonly digest: string | null },
): Record<string, string> {
  return {
    "isometric_registry.origin": origin,
    "isometric_registry.table": table,
    "isometric_registry.table_format": String(format),
    "isometric_registry.refresh": String(refresh),
    "isometric_registry.refreshed_at": new Date(refreshedAt).toISOString(),
    ...(digest === null ? {} : { "isometric_registry.digest": digest }),
  };
}

async function writeSummary(to: ExportTarget, summary: Omit<ExportReport, "verified">): Promise<void> {
  const file = await to.open(SUMMARY);
  try {
    await file.write(new TextEncoder().encode(`${JSON.stringify(summary, null, 2)}\n`));
  } finally {
    await file.close();
  }
}
