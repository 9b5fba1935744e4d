import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { inRoot } from "./paths.mjs";
import { run } from "./run.mjs";
import { files, step } from "./step.mjs";

// They stand at the top of the work tree; npm packs only what is below `pkg`.
const documents = ["LICENSE-APACHE", "LICENSE-MIT", "README.md"];
const sources = ["pkg/src", "pkg/tsconfig.json", "tsconfig.base.json"];

/** Makes all that is packed: `pkg/dist` from `pkg/src`, and copies of the documents. */
export async function buildContents() {
  const plan = {
    name: "contents",
    title: "Compiling TypeScript",
    inputs: [...sources, ...documents, "package-lock.json", "scripts/lib/contents.mjs"],
    outputs: ["pkg/dist", ...documents.map((file) => `pkg/${file}`)],
  };
  await step(plan, async () => {
    rmSync(inRoot("pkg/dist"), { recursive: true, force: true });
    await tsc("pkg");
    for (const file of files("pkg/src").filter((file) => !isCompiled(file))) {
      copy(file, path.join("pkg/dist", path.relative("pkg/src", file)));
    }
    for (const file of documents.flatMap(files)) {
      copy(file, path.join("pkg", file));
    }
  });
}

export const tsc = (project) =>
  run(process.execPath, [inRoot("node_modules/typescript/bin/tsc"), "--project", project]);

/** Glue, wasm and declarations go into the package as they are. */
const isCompiled = (file) => file.endsWith(".ts") && !/\.d(\.\w+)?\.ts$/.test(file);

function copy(from, to) {
  mkdirSync(path.dirname(inRoot(to)), { recursive: true });
  copyFileSync(inRoot(from), inRoot(to));
}
