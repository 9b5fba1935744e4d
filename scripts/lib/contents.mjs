import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { documents, packedContent } from "./documents.mjs";
import { thirdPartyLicenses } from "./licences.mjs";
import { inRoot } from "./paths.mjs";
import { run } from "./run.mjs";
import { files, step } from "./step.mjs";

const sources = ["pkg/src", "pkg/tsconfig.json", "tsconfig.base.json"];

/** The build's report of the crates in each wasm. */
const crates = {
  "core.wasm": "pkg/core/crates.json",
  "local.wasm": "pkg/local-core/crates.json",
  "mirror.wasm": "pkg/mirror-core/crates.json",
  "transactions.wasm": "pkg/transaction-core/crates.json",
};

/** The build's reports on the modules that contain third-party code. */
const bundles = { "vendor/parquet-writer.js": "pkg/vendor/parquet-writer.json" };

/** Everything that is packed, except `package.json`. */
export const contents = [
  "pkg/dist",
  "pkg/THIRD-PARTY-LICENSES",
  "pkg/llms.txt",
  "pkg/SKILL.md",
  ...documents.map((entry) => `pkg/${entry}`),
];

/**
 * Creates everything that is packed: `pkg/dist` from `pkg/src`, copies of the documents, and the files for assistants.
 */
export async function buildContents() {
  const plan = {
    name: "contents",
    title: "Compiling TypeScript",
    inputs: [
      ...sources,
      ...documents,
      ...Object.values(crates),
      ...Object.values(bundles),
      "pkg/package.json",
      "package-lock.json",
      "scripts/lib/assistants.mjs",
      "scripts/lib/contents.mjs",
      "scripts/lib/documents.mjs",
      "scripts/lib/licences.mjs",
      "scripts/lib/printed-types.mjs",
    ],
    outputs: contents,
  };
  await step(plan, async () => {
    for (const entry of contents) {
      rmSync(inRoot(entry), { recursive: true, force: true });
    }
    await tsc("pkg");
    for (const file of files("pkg/src").filter((file) => !isCompiled(file))) {
      write(path.join("pkg/dist", path.relative("pkg/src", file)), readFileSync(inRoot(file)));
    }
    for (const file of documents.flatMap(files)) {
      write(path.join("pkg", file), packedContent(file));
    }
    // Imported late: on a new clone TypeScript must be installed first.
    const { llms, skill } = await import("./assistants.mjs");
    write("pkg/llms.txt", llms());
    write("pkg/SKILL.md", skill());
    write("pkg/THIRD-PARTY-LICENSES", thirdPartyLicenses(listed(crates), listed(bundles)));
  });
}

/** What the build has noted of others' code, by the file that it is in. */
const listed = (notes) =>
  Object.fromEntries(
    Object.entries(notes).map(([name, file]) => [name, JSON.parse(readFileSync(inRoot(file), "utf8"))]),
  );

export const tsc = (project) =>
  run(process.execPath, [inRoot("node_modules/typescript/bin/tsc"), "--project", project]);

/** Glue, wasm and declarations are packed unchanged. */
const isCompiled = (file) => file.endsWith(".ts") && !/\.d(\.\w+)?\.ts$/.test(file);

function write(file, content) {
  mkdirSync(path.dirname(inRoot(file)), { recursive: true });
  writeFileSync(inRoot(file), content);
}
