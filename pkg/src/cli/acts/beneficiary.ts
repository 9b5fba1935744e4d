import { createTransactions } from "../../transactions.js";
import type { Given } from "../command.js";
import type { Io } from "../io.js";
import { connect } from "../operations/connect.js";
import { readFormat } from "../output/format.js";
import { status } from "../status.js";
import type { OperationCommand } from "../tables.js";
import { readBody } from "./body.js";
import { isConfirmed } from "./confirm.js";
import { openJournal } from "./journal.js";

/** Finds or adds a beneficiary. Run again, it finds the one that it has added. */
export async function runBeneficiary(
  operation: OperationCommand,
  command: string,
  given: Given,
  io: Io,
): Promise<number> {
  const body = readBody(operation.body, given, command);
  const format = readFormat(given, io, command);
  const registry = await connect(given, io, { role: "buyer", id: undefined, acts: true });
  const { beneficiary_name, beneficiary_domain, beneficiary_email } = body;
  io.say(`To add, unless it exists: ${beneficiary_name} (${beneficiary_domain ?? beneficiary_email ?? "?"})`);
  io.say("A beneficiary cannot be changed or removed here.");
  if (!(await isConfirmed(given, io, "yes", `add ${beneficiary_name}`, command))) {
    return status.failed;
  }
  const { journal } = await openJournal(given);
  const transactions = createTransactions(registry, { journal });
  try {
    const value = await transactions.ensureBeneficiary(body as never, { signal: io.signal });
    if (value.certainty === "probable") {
      io.say("Found by name: this may be another person of the same name.");
    }
    await io.stdout.writeAll(format({ kind: "object", model: "Beneficiary", value }));
    return status.done;
  } finally {
    await transactions.close();
  }
}
