import type { Command } from "../command.js";
import type { OperationCommand } from "../tables.js";
import { groupsOfAct } from "./options.js";

const TRANSACTIONS = [
  "retirements.create",
  "retirements.createFromOldestCredits",
  "transfers.create",
  "deliveries.create",
];

const EXAMPLES: Readonly<Record<string, string>> = {
  "retirements.create":
    "--supplier-id spl_… --beneficiary-organisation-id org_… --retirement-purposes corporate_targets --credit-batch-quantities ctb_…=12500",
  "retirements.createFromOldestCredits":
    "--supplier-id spl_… --beneficiary-organisation-id org_… --retirement-purposes corporate_targets --credits 12.5 --dry-run",
  "transfers.create": "--supplier-id spl_… --to-organisation-id org_… --credits 12.5",
  "deliveries.create": "--order-id ord_… --credits 12.5 --reference delivery-17 --yes",
  "beneficiaries.create": '--beneficiary-name "Example Ltd" --beneficiary-domain example.com',
  "stripe.createCheckoutSession":
    "--credits 2 --frequency one_time --isometric-terms-and-conditions-accepted --supplier-terms-and-conditions-accepted --success-url https://… --cancel-url https://…",
};

/** A write operation as a command: it shows what it will do, asks, and does it once. */
export function actCommand(name: string, doc: string, operation: OperationCommand): Command {
  const isPlanned = TRANSACTIONS.includes(operation.name);
  return {
    name,
    doc,
    operands: [],
    groups: groupsOfAct(operation, isPlanned),
    notes: isPlanned
      ? [
          "Shows which batches it takes, asks for confirmation, and happens exactly once: a journal and the batches themselves show " +
            "its outcome, even if an answer is lost. Run again with the same reference, it returns the same record.",
        ]
      : [],
    examples: [`${name} ${EXAMPLES[operation.name] ?? ""}`.trim()],
    async run(given, io) {
      switch (operation.name) {
        case "beneficiaries.create":
          return (await import("./beneficiary.js")).runBeneficiary(operation, name, given, io);
        case "stripe.createCheckoutSession":
          return (await import("./checkout.js")).runCheckout(operation, name, given, io);
        default:
          return (await import("./planned.js")).runPlanned(operation, name, given, io);
      }
    },
  };
}
