import { optionsOf } from "../arguments.js";
import type { Command, Option } from "../command.js";
import { findCommand, firstWords } from "../commands.js";
import { UsageError } from "../usage-error.js";

/** A possible next word, and its description. */
export interface Candidate {
  readonly word: string;
  readonly doc: string;
}

/** The possible replacements of the last word. */
export async function complete(words: readonly string[]): Promise<Candidate[]> {
  const last = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  return (await candidates(before, last)).filter(({ word }) => word.startsWith(last));
}

async function candidates(before: readonly string[], last: string): Promise<Candidate[]> {
  if (before.length === 0) {
    return firstWords.map((word) => ({ word, doc: "" }));
  }
  let found: Awaited<ReturnType<typeof findCommand>>;
  try {
    found = await findCommand(before);
  } catch (error) {
    if (error instanceof UsageError) {
      return [];
    }
    throw error;
  }
  if (found.kind === "group") {
    return found.group.entries.map(({ name, doc }) => ({ word: name, doc }));
  }
  return ofCommand(found.command, found.rest, last);
}

function ofCommand(command: Command, rest: readonly string[], last: string): Candidate[] {
  const options = optionsOf(command);
  const awaited = options.find(({ name, value }) => value !== undefined && `--${name}` === rest.at(-1));
  if (awaited !== undefined) {
    return (awaited.choices ?? []).map((word) => ({ word, doc: "" }));
  }
  if (last.startsWith("-")) {
    return options.filter((option) => isOpen(option, rest)).map(({ name, doc }) => ({ word: `--${name}`, doc }));
  }
  return (command.operands[0]?.choices ?? []).map((word) => ({ word, doc: "" }));
}

/** Whether an option can be given, or given again. */
const isOpen = ({ name, many }: Option, rest: readonly string[]): boolean =>
  many === true || !rest.includes(`--${name}`);
