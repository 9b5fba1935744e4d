import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The text of a page without its code, in which brackets are no links. */
const prose = (file) =>
  readFileSync(file, "utf8")
    .replaceAll(/^```.*?^```$/gms, "")
    .replaceAll(/`[^`\n]*`/g, "");

/** What the links and pictures of a Markdown page lead to. */
export function linksOf(file) {
  const text = prose(file);
  return [
    ...[...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link),
    ...[...text.matchAll(/\s(?:src|srcset|href)="([^"\s]+)"/g)].map(([, link]) => link),
  ];
}

/** The links of a page to files and headings that do not exist. `page` is its path below `root`. */
export function brokenLinks(root, page) {
  return linksOf(path.join(root, page))
    .filter((link) => !/^\w+:/.test(link))
    .filter((link) => {
      const [file, heading] = link.split("#");
      const linked = path.join(root, file === "" ? page : path.join(path.dirname(page), file));
      return !existsSync(linked) || (heading !== undefined && !headings(linked).has(heading));
    })
    .map((link) => `${page}: ${link}`);
}

/** The names by which the headings of a page can be linked to, as GitHub makes them. */
function headings(file) {
  const lines = readFileSync(file, "utf8")
    .replaceAll(/^```.*?^```$/gms, "")
    .matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...lines].map(([, text]) =>
      text
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, "")
        .replaceAll(/\s/g, "-"),
    ),
  );
}
