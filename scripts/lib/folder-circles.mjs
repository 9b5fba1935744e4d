import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { inRoot } from "./paths.mjs";
import { Failure } from "./run.mjs";
import { files } from "./step.mjs";

/** The folders below each of these may not import each other in a cycle. Biome checks cycles of files. */
const roots = ["pkg/src", "www/src"];

/** Fails on a cycle of folders. */
export function checkFolders() {
  const circles = roots.flatMap((root) => circlesOf(root, importsOf(root)));
  if (circles.length > 0) {
    throw new Failure(circles.join("\n"));
  }
}

/** The imports from one folder to another below `root`, including types, each with the files that import. */
function importsOf(root) {
  const imports = new Map();
  for (const file of files(root).filter((file) => /\.tsx?$/.test(file))) {
    for (const { fileName } of ts.preProcessFile(readFileSync(inRoot(file), "utf8"), true, true).importedFiles) {
      const from = folderOf(root, file);
      const to = fileName.startsWith(".") && folderOf(root, path.posix.join(path.posix.dirname(file), fileName));
      if (from && to && from !== to) {
        const edge = `${from} → ${to}`;
        imports.set(edge, [...(imports.get(edge) ?? []), file]);
      }
    }
  }
  return imports;
}

/** The build's output belongs to every layer. */
const built = ["generated", "vendor", "wasm"];

/** The folder directly below `root`; `undefined` for a file directly in it, such as an entry point. */
function folderOf(root, file) {
  const [folder, inside] = path.posix.relative(root, file.split(path.sep).join("/")).split("/");
  return inside === undefined || built.includes(folder) ? undefined : folder;
}

function circlesOf(root, imports) {
  const edges = [...imports.keys()].map((edge) => edge.split(" → "));
  const leadsTo = (from, to, seen = new Set()) =>
    edges.some(([start, end]) => {
      if (start !== from || seen.has(end)) {
        return false;
      }
      seen.add(end);
      return end === to || leadsTo(end, to, seen);
    });
  return edges
    .filter(([from, to]) => leadsTo(to, from))
    .map(([from, to]) => {
      const edge = `${from} → ${to}`;
      return `${root}/${edge} is part of a cycle of folders: ${[...new Set(imports.get(edge))].join(", ")}`;
    });
}
