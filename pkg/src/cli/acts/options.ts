import type { Option, OptionGroup } from "../command.js";
import { addressOptions, outputOptions } from "../operations/options.js";
import type { FilterOption, OperationCommand } from "../tables.js";

/** The name of the property that holds how many kilograms, if there is one. */
export function quantityOf(body: readonly FilterOption[]): string | undefined {
  return body.find(({ kind, many }) => kind === "kilograms" && !many)?.name;
}

/** Where transactions are recorded. */
export const journalOption: Option = {
  name: "journal",
  value: "FILE",
  doc: "Where transactions are recorded before anything is sent. Default: transactions.journal in your state folder.",
};

const yesOption: Option = { name: "yes", doc: "Skip the confirmation, for scripts." };

/** The options of a write operation. */
export function groupsOfAct(operation: OperationCommand, isPlanned: boolean): readonly OptionGroup[] {
  const { body } = operation;
  const quantity = quantityOf(body);
  const credits: readonly Option[] =
    quantity === undefined ? [] : [{ name: "credits", value: "N", doc: "The same quantity in credits, such as 12.5." }];
  const planned: readonly Option[] = [
    {
      name: "reference",
      value: "NAME",
      doc: "Your own name for it, such as an order number. A reference never acts twice. Required with --yes.",
    },
    { name: "dry-run", doc: "Plan it and show the plan, without sending any write request." },
  ];
  return [
    { title: "What", options: [...body.map((field) => optionOf(field, field.name === quantity)), ...credits] },
    { title: "How", options: [...(isPlanned ? planned : []), yesOption, ...(isPlanned ? [journalOption] : [])] },
    outputOptions,
    addressOptions,
  ];
}

function optionOf(field: FilterOption, isQuantity: boolean): Option {
  const { option, kind, placeholder, many, values, doc, isRequired } = field;
  const said = doc.replace(/ ?Sent as `null` when omitted\./, "").replaceAll("`", "");
  const repeated = many ? " For several, repeat it or separate them with commas." : "";
  const needed = isRequired ? ` Required${isQuantity ? ", unless --credits is given" : ""}.` : "";
  const flag = kind === "boolean" ? {} : { value: placeholder };
  return { name: option, ...flag, doc: said + repeated + needed, many, choices: values };
}
