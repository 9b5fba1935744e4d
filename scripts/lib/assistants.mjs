import { readFileSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { aliases, models, resources } from "./printed-types.mjs";

const summary =
  "TypeScript client for the Isometric Registry API of carbon removal credits: 41 operations, exact kilograms, typed ids, " +
  "lists as async iterators, retirements that happen once, a mirror in SQL, a command line, a proxy for web apps, and a " +
  "local registry to test with. An independent project, not affiliated with Isometric.";

const unaffected = "Printed by the build from the package's tables and guides.";

/** What a coding assistant reads first: the rules, every guide, every operation and every property. */
export function llms() {
  return [
    "# isometric-registry",
    `> ${summary}`,
    `${unaffected} Install with \`npm install isometric-registry\`. Programs to start from are in \`SKILL.md\`, in the same folder.`,
    `## Ten rules\n\n${rules("docs")}`,
    ...guides().map(({ heading, text }) => `## Guides: ${heading.toLowerCase()}\n\n${linksBelow(text, "docs")}`),
    `## Operations\n\n${signatures()}`,
    `## Models\n\n${aboutModels}\n\n${models().map(inFull).join("\n\n")}`,
    `## Ids, single values and enums\n\n${aliases().map(alias).join("\n")}`,
  ]
    .join("\n\n")
    .concat("\n");
}

/** The same for an assistant that loads skills: the rules, programs that run, and every property's type in short. */
export function skill() {
  const head = [
    "---",
    "name: isometric-registry",
    "description: Use when writing or reviewing code that reads, reports, retires, transfers or delivers Isometric carbon removal credits with the npm package isometric-registry.",
    "---",
  ];
  return [
    head.join("\n"),
    "# isometric-registry",
    `${summary} ${unaffected}`,
    `## Ten rules\n\n${rules("docs")}`,
    `## Programs to start from\n\nEach runs unchanged. The guide that it comes from also lists what can go wrong.\n\n${programs()}`,
    `## Operations\n\nThe last argument of each is optional: \`{ signal, timeoutMs, maxRetries, accessToken, onDrift, headers }\`.\n\n${signatures({ isShort: true })}`,
    `## Models\n\n${aboutModels} \`llms.txt\`, in the same folder, describes each property.\n\n${models().map(inShort).join("\n")}`,
    `## Enums\n\n${aliases().filter(isEnum).map(alias).join("\n")}`,
  ]
    .join("\n\n")
    .concat("\n");
}

const aboutModels =
  "Every `bigint` and `KilogramsInput` is kilograms; `credits` is credits, of 1000 kg; a `Timestamp` is RFC 3339 text, a " +
  "`CalendarDate` is text such as `2024-01-31`. `?` marks a property that may be missing. Use no property that is not listed.";

const read = (file) => readFileSync(inRoot(file), "utf8");

/** The numbered list of the page of rules. */
function rules(folder) {
  const [list] = /^1\. .*?(?=\n\n## )/ms.exec(read("docs/rules.md"));
  return linksBelow(list, folder);
}

/** The sections of the index of guides. */
function guides() {
  const [, ...sections] = read("docs/README.md").split(/^## /m);
  return sections.map((section) => {
    const [heading, ...lines] = section.split("\n");
    return { heading, text: lines.join("\n").trim() };
  });
}

/** A text of a page in `docs`, with links relative to the top of the package. */
const linksBelow = (text, folder) =>
  text.replaceAll(
    /\]\((?!\w+:|#)([^)]+)\)/g,
    (_, target) => `](${new URL(target, `file:///${folder}/`).href.slice(8)})`,
  );

/** The program at the start of each guide to a job. */
function programs() {
  const [{ text }] = guides();
  const pages = [...text.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => page);
  return pages.flatMap((page) => program(page) ?? []).join("\n\n");
}

function program(page) {
  const text = read(`docs/${page}`);
  const [, title] = /^# (.*)$/m.exec(text);
  const [first] = /^```ts\n.*?^```$/ms.exec(text) ?? [];
  return first && `### ${title}\n\n${first}\n\nSee [docs/${page}](docs/${page}).`;
}

function signatures({ isShort = false } = {}) {
  const line = (resource, { name, parameters, answer, doc }) => {
    const [about, request] = doc.split("\n\n").map(oneLine);
    const given = isShort ? parameters.replace(/(, )?options\?: \w+/, "") : parameters;
    return `- \`registry.${resource}.${name}(${given}): ${answer}\`${isShort ? "" : `: ${about} ${request}`}`;
  };
  return resources()
    .map(({ name, operations }) => operations.map((operation) => line(name, operation)).join("\n"))
    .join(isShort ? "\n" : "\n\n");
}

const oneLine = (text) => text.replaceAll(/\s+/g, " ").trim();

const signature = ({ name, type, isOptional }) => `${name}${isOptional ? "?" : ""}: ${type}`;

/** What a property holds, in as few words as the type leaves to say. */
const unit = ({ name, type }) =>
  /\b(bigint|KilogramsInput)\b/.test(type) ? " In kilograms." : name === "credits" ? " In credits." : "";

const known = ({ properties }) => properties.filter(({ type }) => type !== "undefined");

/** A property's type without what `?` already expresses. */
const withoutAbsence = (property) => ({
  ...property,
  type: property.type.replace(/^Optional<(.*)>$/, "$1").replace(/ \| undefined$/, ""),
});

const inFull = (model) =>
  [
    `### ${model.name}`,
    oneLine(model.doc),
    known(model)
      .map((property) => `- \`${signature(property)}\`: ${oneLine(property.doc)}${unit(property)}`)
      .join("\n"),
  ].join("\n\n");

const inShort = (model) => `- \`${model.name} { ${known(model).map(withoutAbsence).map(signature).join("; ")} }\``;

/** An id, a single value, or an enum, whose documentation lists its strings. */
const alias = (each) =>
  isEnum(each)
    ? `- \`${each.name}\` (more may be added): ${each.doc.replace("\n\n", "\n").replaceAll("\n", "\n  ")}`
    : `- \`${each.name}\` = \`${each.type.replace(/^`(\w+)\$.*$/, '"$1…"')}\`: ${oneLine(each.doc)}`;

const isEnum = ({ type }) => type.endsWith("(string & {})");
