import type { Given } from "../command.js";
import type { Io } from "../io.js";
import { UsageError } from "../usage-error.js";

/** Whether the user confirms: with `--yes`, or by typing what is asked for. */
export async function isConfirmed(
  given: Given,
  io: Io,
  phrase: string,
  deed: string,
  command: string,
): Promise<boolean> {
  if (given.has("yes")) {
    return true;
  }
  const answer = await io.ask(`Type ${phrase} to ${deed}: `);
  if (answer === undefined) {
    throw new UsageError(`confirmation needs a terminal; --yes skips it`, command);
  }
  if (answer.trim() === phrase) {
    return true;
  }
  io.say("Not confirmed; nothing was sent.");
  return false;
}
