import type { Client } from "../../client/client.js";
import { createTransactions, type Executed, type Plan, type TransactionKind } from "../../transactions.js";
import { creditsFromKg } from "../../value/quantity.js";
import type { Given } from "../command.js";
import type { Io } from "../io.js";
import { connect } from "../operations/connect.js";
import type { Answer, Format } from "../output/answer.js";
import { readFormat } from "../output/format.js";
import { status } from "../status.js";
import type { OperationCommand } from "../tables.js";
import { UsageError } from "../usage-error.js";
import { readBody } from "./body.js";
import { isConfirmed } from "./confirm.js";
import { type NamedJournal, openJournal } from "./journal.js";
import { partsTable } from "./show-plan.js";

type AnyPlan = Plan<TransactionKind, unknown>;

/** The operations that are transactions: how they are planned, and what they do. */
const kinds = {
  "retirements.create": ["planRetirement", "retire"],
  "retirements.createFromOldestCredits": ["planRetirement", "retire"],
  "transfers.create": ["planTransfer", "transfer"],
  "deliveries.create": ["planDelivery", "deliver"],
} as const;

type Planned = keyof typeof kinds;

/** Plans, shows the plan, asks, and executes it exactly once. */
export async function runPlanned(operation: OperationCommand, command: string, given: Given, io: Io): Promise<number> {
  const body = readBody(operation.body, given, command);
  const format = readFormat(given, io, command);
  const reference = referenceOf(given, command);
  const registry = await connect(given, io, { role: roleOf(operation), id: undefined, acts: true });
  const named = await openJournal(given);
  const transactions = createTransactions(registry, { journal: named.journal });
  try {
    const deed = kinds[operation.name as Planned];
    const request = { reference, ...body } as never;
    const plan = (await transactions[deed[0]](request, { signal: io.signal })) as unknown as AnyPlan;
    return await carryOut({ plan, operation, deed, command, format, registry, named, given, io });
  } finally {
    await transactions.close();
  }
}

const roleOf = ({ name }: OperationCommand): "buyer" | "supplier" =>
  name === "deliveries.create" ? "supplier" : "buyer";

function referenceOf(given: Given, command: string): string {
  const reference = given.value("reference");
  if (reference !== undefined) {
    return reference;
  }
  if (given.has("yes") && !given.has("dry-run")) {
    throw new UsageError("--yes needs a --reference, by which a second run finds the result of the first", command);
  }
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `cli-${new Date().toISOString().slice(0, 19)}-${random.toString(36)}`;
}

interface Work {
  readonly plan: AnyPlan;
  readonly operation: OperationCommand;
  /** How it is planned, and what it does. */
  readonly deed: (typeof kinds)[Planned];
  readonly command: string;
  readonly format: Format;
  readonly registry: Client;
  readonly named: NamedJournal;
  readonly given: Given;
  readonly io: Io;
}

async function carryOut(work: Work): Promise<number> {
  const { plan, operation, deed, command, format, named, given, io } = work;
  const [, verb] = deed;
  const credits = creditsFromKg(plan.total_kg);
  if (given.has("dry-run")) {
    try {
      await io.stdout.writeAll(format(planAnswer(plan)));
      io.say(`A plan of ${credits} credits; nothing was sent.`);
    } finally {
      await plan[Symbol.asyncDispose]();
    }
    return status.done;
  }
  show(work, credits);
  if (plan.state === "planned") {
    let isWanted = false;
    try {
      isWanted = await isConfirmed(given, io, credits, `${verb} ${credits} credits`, command);
    } finally {
      if (!isWanted) {
        await plan[Symbol.asyncDispose]();
      }
    }
    if (!isWanted) {
      return status.failed;
    }
  }
  io.progress("in progress; if an answer is lost, the verdict takes a minute or more");
  const executed = await plan.execute({ signal: io.signal }).catch((error: unknown) => {
    const onward = `isometric-registry transactions settle${named.option}`;
    io.say(`${onward} finishes what may have been sent; explain ${plan.reference} prints what was observed.`);
    throw error;
  });
  await io.stdout.writeAll(format(executedAnswer(operation, executed)));
  return status.done;
}

/** Says what will happen, where, and that it cannot be undone. */
function show({ plan, operation, deed: [, verb], registry, named, io }: Work, credits: string): void {
  const { parts, reference, total_kg, state } = plan;
  const splits = parts.filter((part) => part.credit_quantity_kg < part.batch_size_kg).length;
  io.say(partsTable(parts, io.width));
  io.say(
    `\nTo ${verb}: ${credits} credits (${total_kg} kg) out of ${parts.length} ${parts.length === 1 ? "batch" : "batches"}` +
      (splits > 0 ? `; ${splits} of them ${splits === 1 ? "is" : "are"} split` : ""),
  );
  io.say(`registry: ${new URL(registry.baseUrl).host}; reference: ${reference}; journal: ${named.place}`);
  if (operation.name === "retirements.createFromOldestCredits") {
    io.say("Planned batch by batch, oldest issuance first, and sent as POST /retirements, which names the batches.");
  }
  for (const warning of plan.warnings) {
    io.say(warning);
  }
  if (state === "planned") {
    io.say("It cannot be undone.");
  } else {
    io.say(
      `The journal contains this reference: it is ${state}. What was started is finished, and nothing happens twice.`,
    );
  }
}

function planAnswer({ reference, kind, state, attempt, parts, total_kg, warnings }: AnyPlan): Answer {
  return { kind: "object", model: "Plan", value: { reference, kind, state, attempt, total_kg, parts, warnings } };
}

/** The record and its receipt. */
function executedAnswer({ model }: OperationCommand, value: Executed<TransactionKind, unknown>): Answer {
  return { kind: "object", model: `Executed${model}`, value };
}
