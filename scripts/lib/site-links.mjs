import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { inRoot } from "./paths.mjs";
import { files } from "./step.mjs";

/**
 * Every broken link of a site's pages: to a file or a heading that does not exist, or to the root of a host, which a
 * site in a folder does not have.
 */
export function brokenLinks(site) {
  const pages = files(site).filter((file) => file.endsWith(".html"));
  const known = new Map();
  const anchors = (file) => {
    if (!known.has(file)) {
      const ids = readFileSync(inRoot(file), "utf8").matchAll(/\s(?:id|name)="([^"]*)"/g);
      known.set(file, new Set([...ids].map(([, id]) => id)));
    }
    return known.get(file);
  };
  return pages.flatMap((page) =>
    [...readFileSync(inRoot(page), "utf8").matchAll(/\s(?:href|src)="([^"]*)"/g)]
      .map(([, link]) => link.replaceAll("&amp;", "&"))
      .filter((link) => !/^(https?|mailto|data):/.test(link) && !leads(page, link, anchors))
      .map((link) => `${page}: ${link}`),
  );
}

function leads(page, link, anchors) {
  const [target, anchor = ""] = decodeURI(link).split("#");
  if (target.startsWith("/")) {
    return false;
  }
  const linked = target === "" ? page : path.posix.join(path.posix.dirname(page), target.split("?")[0]);
  if (!existsSync(inRoot(linked)) || statSync(inRoot(linked)).isDirectory()) {
    return false;
  }
  return anchor === "" || !linked.endsWith(".html") || anchors(linked).has(anchor);
}
