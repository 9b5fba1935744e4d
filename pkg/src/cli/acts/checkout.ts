import { creditsFromKg } from "../../value/quantity.js";
import type { Given } from "../command.js";
import type { Io } from "../io.js";
import { connect } from "../operations/connect.js";
import { readFormat } from "../output/format.js";
import { status } from "../status.js";
import type { OperationCommand } from "../tables.js";
import { readBody } from "./body.js";
import { isConfirmed } from "./confirm.js";

/** Starts a purchase. It is sent once: a second one cannot be distinguished from the first. */
export async function runCheckout(operation: OperationCommand, command: string, given: Given, io: Io): Promise<number> {
  const body = readBody(operation.body, given, command);
  const format = readFormat(given, io, command);
  const registry = await connect(given, io, { role: "supplier", id: undefined, acts: true });
  const quantity = body["quantity_kg"] as bigint;
  const credits = creditsFromKg(quantity);
  io.say(`To start: a purchase of ${credits} credits (${quantity} kg), ${body["frequency"]}`);
  io.say("It is sent once and cannot be undone; nothing is paid until somebody pays on the resulting page.");
  if (!(await isConfirmed(given, io, credits, `start a purchase of ${credits} credits`, command))) {
    return status.failed;
  }
  const value = await registry.stripe.createCheckoutSession(body as never, { signal: io.signal });
  await io.stdout.writeAll(format({ kind: "object", model: operation.model, value }));
  return status.done;
}
