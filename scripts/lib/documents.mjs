import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "./paths.mjs";
import { files } from "./step.mjs";

/** The apps among the examples have dependencies of their own, and are copied from the repository. */
const programs = readdirSync(inRoot("examples"))
  .filter((name) => !existsSync(inRoot("examples", name, "package.json")))
  .map((name) => `examples/${name}`);

/** The packed files besides the code. They are at the top of the work tree; npm packs only what is below `pkg`. */
export const documents = [
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "README.md",
  "SECURITY.md",
  "CHANGELOG.md",
  "docs",
  ...programs,
];

/** The content of a document as it is packed: links to files that are not packed become addresses. */
export function packedContent(file) {
  const content = readFileSync(inRoot(file));
  if (!file.endsWith(".md")) {
    return content;
  }
  const packed = new Set(documents.flatMap(files));
  const { repository } = JSON.parse(readFileSync(inRoot("pkg/package.json"), "utf8"));
  const address = repository.url.replace(/^git\+|\.git$/g, "");
  return content.toString().replaceAll(/(!\[[^\]]*)?\]\((?!\w+:|#)([^)#\s]+)/g, (link, picture = "", target) => {
    const linked = path.posix.join(path.posix.dirname(file), target);
    const folder = picture ? "raw" : "blob";
    return packed.has(linked) || documents.includes(linked) ? link : `${picture}](${address}/${folder}/HEAD/${linked}`;
  });
}
