import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mitOf } from "./licences.mjs";
import { inRoot } from "./paths.mjs";
import { step } from "./step.mjs";

const source = 'export { ByteWriter, ParquetWriter } from "hyparquet-writer";';

const modules = "pkg/src/vendor";
const notes = "pkg/vendor";

/** What the package declares of the bundle: the part that is used. */
const types = `/** A column, or the root, of a schema. */
export interface SchemaElement {
  readonly name: string;
  readonly type?: "BOOLEAN" | "INT32" | "INT64" | "DOUBLE" | "BYTE_ARRAY";
  readonly converted_type?: "UTF8" | "DATE" | "TIMESTAMP_MICROS" | "TIMESTAMP_MILLIS" | "LIST";
  readonly logical_type?:
    | { readonly type: "STRING" | "DATE" | "LIST" }
    | { readonly type: "TIMESTAMP"; readonly isAdjustedToUTC: boolean; readonly unit: "MICROS" | "MILLIS" };
  readonly repetition_type?: "REQUIRED" | "OPTIONAL" | "REPEATED";
  readonly num_children?: number;
}

/** The values of a column in a row group. */
export interface ColumnData {
  readonly name: string;
  readonly data: unknown[];
  readonly encoding?: "PLAIN";
}

/** Bytes that have been written. */
export interface Bytes {
  /** How many of them are still here; 0 makes room for others. */
  index: number;
  /** Those that are still here. */
  getBytes(): Uint8Array;
}

/** The least and the most of a column in a row group. Of text that was written as bytes, these are parts of the bytes. */
export interface Statistics {
  min_value?: unknown;
  max_value?: unknown;
}

/** A row group that has been written. */
export interface RowGroup {
  readonly columns: readonly { readonly meta_data?: { readonly statistics?: Statistics } }[];
}

/** A Parquet file that is being written. */
export interface Parquet {
  readonly row_groups: readonly RowGroup[];
  write(group: { readonly columnData: readonly ColumnData[]; readonly rowGroupSize: number }): void | Promise<void>;
  finish(): void | Promise<void>;
}

export declare const ByteWriter: new (size: number) => Bytes;

export declare const ParquetWriter: new (options: {
  readonly writer: Bytes;
  readonly schema: readonly SchemaElement[];
  readonly kvMetadata: readonly { readonly key: string; readonly value: string }[];
  readonly createdBy: string;
}) => Parquet;

/** All of it. */
export interface ParquetLibrary {
  readonly ByteWriter: typeof ByteWriter;
  readonly ParquetWriter: typeof ParquetWriter;
}
`;

/** Bundles the library that writes Parquet into a module of the package, and notes whose code is in it. */
export async function bundleVendor() {
  const plan = {
    name: "vendor",
    title: "Bundling the library that writes Parquet",
    inputs: ["package-lock.json", "scripts/lib/vendor.mjs", "scripts/lib/licences.mjs"],
    outputs: [modules, notes],
  };
  await step(plan, async () => {
    // Imported late: this module is loaded before the set-up has installed esbuild.
    const { build } = await import("esbuild");
    const { metafile, outputFiles } = await build({
      stdin: { contents: source, resolveDir: inRoot() },
      absWorkingDir: inRoot(),
      bundle: true,
      conditions: ["browser"],
      format: "esm",
      legalComments: "none",
      metafile: true,
      minify: true,
      platform: "neutral",
      target: "es2022",
      write: false,
    });
    for (const folder of [modules, notes]) {
      rmSync(inRoot(folder), { recursive: true, force: true });
      mkdirSync(inRoot(folder), { recursive: true });
    }
    const [{ inputs }] = Object.values(metafile.outputs);
    const bundled = Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0);
    writeFileSync(inRoot(modules, "parquet-writer.js"), outputFiles[0].contents);
    writeFileSync(inRoot(modules, "parquet-writer.d.ts"), types);
    writeFileSync(inRoot(notes, "parquet-writer.json"), JSON.stringify(authors(bundled), null, 2));
  });
}

/** The packages that files are of, and what these have taken from others, with the texts of their licences. */
function authors(files) {
  const packages = new Set(files.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
  const known = [...packages].sort().map((name) => {
    const read = (file) => readFileSync(inRoot("node_modules", name, file), "utf8");
    const { version, license, repository } = JSON.parse(read("package.json"));
    return { name: `${name} ${version}`, license, repository: repository.url, text: read("LICENSE") };
  });
  return [...known, ...files.filter((file) => file.startsWith("node_modules/")).flatMap(taken)];
}

/** What a file says that it has taken: a comment names who wrote it under the terms of MIT, and where it is from. */
function taken(file) {
  const [, holder, address] =
    /The MIT License[\s\S]*?Copyright \(c\) (.+)\n \* (https:\S+)/.exec(readFileSync(inRoot(file), "utf8")) ?? [];
  return holder
    ? [{ name: path.posix.basename(address), license: "MIT", repository: address, text: mitOf(holder) }]
    : [];
}
