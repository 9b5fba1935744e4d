import type { Option, OptionGroup } from "../command.js";
import type { FilterOption, OperationCommand } from "../tables.js";

/** The format of the results. */
export const outputOptions: OptionGroup = {
  title: "Output (a table on a terminal, JSON otherwise)",
  options: [
    { name: "json", doc: "One JSON document." },
    { name: "ndjson", doc: "One line of JSON per item." },
    {
      name: "csv",
      doc: "CSV with a header row; kilograms are exact, nested properties are columns such as owner.name.",
    },
    { name: "table", doc: "A table as wide as the terminal or COLUMNS." },
  ],
};

/** The address of the registry. */
export const addressOptions: OptionGroup = {
  title: "Registry",
  options: [
    {
      name: "local",
      doc: "Use a sample registry inside this process. It needs no credentials, and its data is not real.",
    },
    {
      name: "base-url",
      value: "URL",
      doc: "Use this address instead of Isometric's: a local registry or a proxy. It receives the credentials of the environment.",
    },
  ],
};

/** How much of a list is read. */
const walkOptions: readonly Option[] = [
  { name: "limit", value: "N", doc: "Print N items instead of the first page." },
  { name: "all", doc: "Print all items, as they arrive." },
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
  const repeated = many ? " For several, repeat it or separate them with commas." : "";
  return { name: option, value: placeholder, doc: doc.replaceAll("`", "") + repeated, many, choices: values };
}
