import { resources } from "../../generated/commands.js";
import type { Command } from "../command.js";
import type { OperationCommand, ResourceCommand } from "../tables.js";
import { UsageError } from "../usage-error.js";
import { groupsOf } from "./options.js";

/** The resource of this name. */
export function findResource(word: string | undefined): ResourceCommand | undefined {
  return resources.find(({ command }) => command === word);
}

/** An operation as a command. */
export function operationCommand(resource: ResourceCommand, operation: OperationCommand): Command {
  const name = `${resource.command} ${operation.command}`;
  const { id, request, isPrivate } = operation;
  if (operation.acts) {
    return notOffered(name, operation);
  }
  return {
    name,
    doc: docOf(operation),
    operands: id === undefined ? [] : [{ placeholder: id.placeholder, name: `${spaced(id.kind)} id` }],
    groups: groupsOf(operation),
    notes: [`Asks ${request}.${isPrivate ? " Needs an access token." : ""}`],
    examples: examplesOf(name, operation),
    run: async (given, io) => (await import("./run.js")).runOperation(resource, operation, given, io),
  };
}

/** What acts cannot be taken back, and is not to be done in passing. */
function notOffered(name: string, operation: OperationCommand): Command {
  const { request, name: call } = operation;
  return {
    name,
    doc: docOf(operation),
    operands: [],
    groups: [],
    notes: [`${request} acts, and this version of the command line only reads. In code it is registry.${call}(…).`],
    examples: [],
    run() {
      throw new UsageError(
        `${name} acts, and this version of the command line only reads; in code it is registry.${call}(…)`,
        name,
      );
    },
  };
}

function examplesOf(name: string, { id, answer, filters }: OperationCommand): string[] {
  const words = id === undefined ? name : `${name} ${id.placeholder}`;
  const status = filters.find(({ option }) => option === "status")?.values[0];
  const filter = status === undefined ? "" : ` --status ${status}`;
  return answer === "page"
    ? [`${words}${filter} --limit 5`, `${words}${filter} --all --csv > ${name.replace(" ", "-")}.csv`]
    : [words, `${words} --json`];
}

/** What an operation is for, as a terminal shows it: where there is nothing, a command fails. */
export function docOf({ doc }: OperationCommand): string {
  return doc.replace("; `null` where there is none", "").replaceAll("`", "");
}

/** `creditBatch` as `credit batch`. */
function spaced(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
