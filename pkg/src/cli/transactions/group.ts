import { journalOption } from "../acts/options.js";
import type { Command, OptionGroup } from "../command.js";
import type { Group } from "../group.js";
import { addressOptions, outputOptions } from "../operations/options.js";

const groups: readonly OptionGroup[] = [
  { title: "Journal", options: [journalOption] },
  outputOptions,
  { title: "Registry", options: addressOptions.options.filter(({ name }) => name !== "local") },
];
const reference = { placeholder: "REFERENCE", name: "reference" };

type Run = typeof import("./run.js");

/** A command of the group. It is loaded when it is run. */
function command(
  name: string,
  doc: string,
  run: (loaded: Run) => Command["run"],
  rest: Partial<Command> = {},
): Command {
  return {
    name: `transactions ${name}`,
    doc,
    operands: [],
    groups,
    examples: [],
    run: async (given, io) => run(await import("./run.js"))(given, io),
    ...rest,
  };
}

const commands: readonly Command[] = [
  command("open", "Lists the journal's open transactions.", ({ runOpen }) => runOpen),
  command(
    "settle",
    "Finishes the journal's open transactions, as after a crash: determines their outcomes, and sends again what is recent enough and has not happened.",
    ({ runSettle }) => runSettle,
    { notes: ["Exit status 6 if one is still open or ambiguous: run it again, or resolve it."] },
  ),
  command(
    "explain",
    "Explains what was done under a reference, what was observed, and how the verdict was reached.",
    ({ runExplain }) => runExplain,
    {
      operands: [reference],
      examples: ["transactions explain order-4711"],
    },
  ),
  command(
    "resolve",
    "Ends an ambiguous transaction, after you have checked its candidates.",
    ({ runResolve }) => runResolve,
    {
      operands: [reference],
      groups: [
        {
          title: "Verdict",
          options: [
            { name: "record", value: "ID", doc: "This record belongs to it." },
            { name: "none", doc: "No candidate belongs to it: it has not happened." },
          ],
        },
        ...groups,
      ],
      examples: ["transactions resolve order-4711 --record ret_…"],
    },
  ),
  command(
    "abandon",
    "Ends a transaction that was only planned, and releases its batches. One that may have been sent ends only if it proves not to have happened.",
    ({ runAbandon }) => runAbandon,
    { operands: [reference] },
  ),
  command(
    "check-fence",
    "Checks that the sandbox spends a batch only once, on which all transactions rely: retires 1 kg of a batch of yours, sends the same request again, and expects a rejection.",
    ({ runCheckFence }) => runCheckFence,
    {
      operands: [{ placeholder: "ctb_…", name: "credit batch id" }],
      groups: [
        { title: "How", options: [{ name: "yes", doc: "Skip the confirmation, for scripts." }] },
        ...groups.filter(({ title }) => title !== "Journal"),
      ],
      examples: ["transactions check-fence ctb_…"],
    },
  ),
];

/** The commands for transactions that were started. */
export const transactionsGroup: Group = {
  name: "transactions",
  doc: "The journal of retirements, transfers and deliveries: settle transactions after a crash, explain or end them.",
  entries: commands.map(({ name, doc, operands }) => ({
    name: name.split(" ")[1] ?? "",
    operand: operands[0]?.placeholder,
    doc,
  })),
  find: (word) => commands.find(({ name }) => name === `transactions ${word}`),
};
