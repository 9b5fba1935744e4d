import type { Option, OptionGroup } from "../command.js";
import type { FilterOption, OperationCommand } from "../tables.js";

/** How the results are written. */
export const outputOptions: OptionGroup = {
  title: "Output (a table on a terminal, JSON otherwise)",
  options: [
    { name: "json", doc: "One JSON document." },
    { name: "ndjson", doc: "A line of JSON for each item." },
    { name: "csv", doc: "CSV with a head; kilograms are exact, nested properties are columns such as owner.name." },
    { name: "table", doc: "A table as wide as the terminal, or as COLUMNS says." },
  ],
};

/** Where the registry is. */
export const addressOptions: OptionGroup = {
  title: "Registry",
  options: [
    {
      name: "local",
      doc: "Ask a sample registry inside this process. It needs no credentials, and nothing in it is real.",
    },
    {
      name: "base-url",
      value: "URL",
      doc: "Ask this address instead of Isometric's: a local registry or a proxy. The credentials of the environment go there.",
    },
  ],
};

/** How far a list is walked. */
const walkOptions: readonly Option[] = [
  { name: "limit", value: "N", doc: "Give N items instead of the first page." },
  { name: "all", doc: "Give all items. They are written as they come." },
];

const PAGE = ["first", "after", "last", "before"];

/** The options of an operation. */
export function groupsOf({ filters, answer }: OperationCommand): readonly OptionGroup[] {
  const isOfPage = ({ name }: FilterOption): boolean => PAGE.includes(name);
  const own = filters.filter((filter) => !isOfPage(filter)).map(optionOf);
  const page = filters.filter(isOfPage).map(optionOf);
  return [
    ...(own.length > 0 ? [{ title: "Filters", options: own }] : []),
    ...(answer === "page" ? [{ title: "Pages", options: [...walkOptions, ...page] }] : []),
    outputOptions,
    addressOptions,
  ];
}

function optionOf({ option, placeholder, values, many, doc }: FilterOption): Option {
  const repeated = many ? " Several: repeat it, or put commas between." : "";
  return { name: option, value: placeholder, doc: doc.replaceAll("`", "") + repeated, many, choices: values };
}
