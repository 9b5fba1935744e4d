import { resources } from "../generated/commands.js";
import type { Command } from "./command.js";
import type { Group } from "./group.js";
import { didYouMean } from "./nearest.js";
import { resourceGroup } from "./operations/command.js";
import { transactionsGroup } from "./transactions/group.js";
import { UsageError } from "./usage-error.js";

/** A command that is not an operation. It is loaded when it is used, so that the others start fast. */
export interface OtherCommand {
  readonly name: string;
  /** What it does, in a sentence. */
  readonly doc: string;
  load(): Promise<Command>;
}

/** The commands that are not operations. */
export const others: readonly OtherCommand[] = [
  {
    name: "serve",
    doc: "Serves a local registry on 127.0.0.1, for trying and testing everything.",
    load: async () => (await import("./serve/command.js")).serveCommand,
  },
  {
    name: "mirror",
    doc: "Copies the public record into an SQLite file, and keeps it up to date.",
    load: async () => (await import("./mirror/mirror-command.js")).mirrorCommand,
  },
  {
    name: "follow",
    doc: "Prints each change of such a copy once.",
    load: async () => (await import("./mirror/follow-command.js")).followCommand,
  },
  {
    name: "verify",
    doc: "Verifies such a copy: checks every law, in kilograms, and prints a digest.",
    load: async () => (await import("./mirror/verify-command.js")).verifyCommand,
  },
  {
    name: "statement",
    doc: "Reports what an organisation held, received and passed on, from such a copy.",
    load: async () => (await import("./mirror/statement-command.js")).statementCommand,
  },
  {
    name: "holdings",
    doc: "Reports who held what at a given time, from such a copy.",
    load: async () => (await import("./mirror/holdings-command.js")).holdingsCommand,
  },
  {
    name: "export",
    doc: "Writes such a copy as Parquet or NDJSON, for warehouses and data frames.",
    load: async () => (await import("./mirror/export-command.js")).exportCommand,
  },
  {
    name: "completion",
    doc: "Prints a script that lets bash or zsh complete commands, filters and their values.",
    load: async () => (await import("./completion/command.js")).completionCommand,
  },
];

/** The groups of commands: the resources and transactions. */
export const groups: readonly Group[] = [...resources.map(resourceGroup), transactionsGroup];

/** What the first words refer to: a command and the words after it, or only a group. */
export type Found =
  | { readonly kind: "command"; readonly command: Command; readonly rest: readonly string[] }
  | { readonly kind: "group"; readonly group: Group };

/** The possible first words. */
export const firstWords: readonly string[] = [...groups, ...others].map(({ name }) => name);

/** The group that has a command of this name, if only one has. */
function inGroup(word: string): string {
  const [group, ...more] = groups.filter(({ entries }) => entries.some(({ name }) => name === word));
  return group === undefined || more.length > 0 ? "" : `; did you mean ${group.name} ${word}?`;
}

/** Finds the command that the words refer to. */
export async function findCommand(words: readonly string[]): Promise<Found> {
  const [first = "", second, ...rest] = words;
  const other = others.find(({ name }) => name === first);
  if (other !== undefined) {
    return { kind: "command", command: await other.load(), rest: words.slice(1) };
  }
  const group = groups.find(({ name }) => name === first);
  if (group === undefined) {
    throw new UsageError(
      first.startsWith("-")
        ? `expected a command before ${first.replace(/=.*/s, "")}`
        : `there is no command ${JSON.stringify(first)}${didYouMean(first, firstWords) || inGroup(first)}`,
    );
  }
  if (second === undefined || second === "--help" || second === "-h") {
    return { kind: "group", group };
  }
  const command = group.find(second);
  if (command !== undefined) {
    return { kind: "command", command, rest };
  }
  const names = group.entries.map(({ name }) => name);
  throw new UsageError(`${first} has no command ${JSON.stringify(second)}${didYouMean(second, names)}`, first);
}
