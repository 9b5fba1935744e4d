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
  command("open", "Lists what the journal holds open.", ({ runOpen }) => runOpen),
  command(
    "settle",
    "Finishes what the journal holds open, as after a crash: finds out what became of it, and sends again what is young enough and has not happened.",
    ({ runSettle }) => runSettle,
    { notes: ["Exit status 6 when something is still open or ambiguous: run it again, or resolve it."] },
  ),
  command(
    "explain",
    "Says what was done under a reference, what was seen, and how the verdict was reached.",
    ({ runExplain }) => runExplain,
    {
      operands: [reference],
      examples: ["transactions explain order-4711"],
    },
  ),
  command("resolve", "Ends a transaction that is ambiguous, once you have looked.", ({ runResolve }) => runResolve, {
    operands: [reference],
    groups: [
      {
        title: "Verdict",
        options: [
          { name: "record", value: "ID", doc: "It is this record." },
          { name: "none", doc: "It is none of the candidates: it has not happened." },
        ],
      },
      ...groups,
    ],
    examples: ["transactions resolve order-4711 --record ret_…"],
  }),
  command(
    "abandon",
    "Ends what was only planned, and frees its batches. What may have been sent ends only if it turns out not to have happened.",
    ({ runAbandon }) => runAbandon,
    { operands: [reference] },
  ),
  command(
    "check-fence",
    "Shows that the sandbox spends a batch once, which all transactions rest on: retires 1 kg of a batch of yours, sends the same again, and expects it to be refused.",
    ({ runCheckFence }) => runCheckFence,
    {
      operands: [{ placeholder: "ctb_…", name: "credit batch id" }],
      groups: [
        { title: "How", options: [{ name: "yes", doc: "Do it without asking, for scripts." }] },
        ...groups.filter(({ title }) => title !== "Journal"),
      ],
      examples: ["transactions check-fence ctb_…"],
    },
  ),
];

/** What is done with transactions that were begun. */
export const transactionsGroup: Group = {
  name: "transactions",
  doc: "What the journal of retirements, transfers and deliveries holds: settles it after a crash, explains it, ends it.",
  entries: commands.map(({ name, doc, operands }) => ({
    name: name.split(" ")[1] ?? "",
    operand: operands[0]?.placeholder,
    doc,
  })),
  find: (word) => commands.find(({ name }) => name === `transactions ${word}`),
};
