import type { Given } from "../command.js";
import type { Io } from "../io.js";
import { UsageError } from "../usage-error.js";

/** Whether whoever runs the command wants it done: they said so with `--yes`, or type what is asked. */
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
    throw new UsageError(`nobody is there to confirm it; --yes does it without asking`, command);
  }
  if (answer.trim() === phrase) {
    return true;
  }
  io.say("Not confirmed; nothing was sent.");
  return false;
}
