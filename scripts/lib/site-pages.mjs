import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "./paths.mjs";

/** The pages of the site, in the places that their links assume. */
const folder = "target/site-pages";

/** The pages of the site that are not guides. */
const others = { Project: ["examples/README.md", "SECURITY.md", "CHANGELOG.md"] };

/**
 * Writes the guides in TypeDoc's form, each with its title and group, and returns their paths. They are taken from the
 * package, where links to files that are not packed are addresses.
 */
export function writePages() {
  rmSync(inRoot(folder), { recursive: true, force: true });
  const pages = Object.entries({ ...guides(), ...others }).flatMap(([group, files]) =>
    files.map((file) => ({ group, file })),
  );
  for (const { group, file } of pages) {
    write(file, page(group, read(file)));
  }
  write("README.md", read("README.md").replace(/\]\(docs\/README\.md\)/g, "](docs/rules.md)"));
  return {
    readme: path.posix.join(folder, "README.md"),
    documents: pages.map(({ file }) => path.posix.join(folder, file)),
  };
}

const read = (file) => readFileSync(inRoot("pkg", file), "utf8");

function write(file, text) {
  const target = inRoot(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** The guides by the sections of their index, in its order. */
function guides() {
  const [, ...sections] = read("docs/README.md").split(/^## /m);
  return Object.fromEntries(
    sections.map((section) => {
      const [heading] = section.split("\n");
      return [heading, [...section.matchAll(/\]\((\w[\w-]*\.md)\)/g)].map(([, file]) => `docs/${file}`)];
    }),
  );
}

/** A page with its title and group where TypeDoc looks for them. */
function page(group, text) {
  const [heading, title] = /^# (.*)\n/m.exec(text);
  return `---\ntitle: ${JSON.stringify(title)}\ngroup: ${group}\n---\n${text.replace(heading, "")}`;
}
