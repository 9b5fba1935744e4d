import { actCommand } from "../acts/command.js";
import type { Command } from "../command.js";
import type { Group } from "../group.js";
import type { OperationCommand, ResourceCommand } from "../tables.js";
import { groupsOf } from "./options.js";

/** A resource as a group of commands. */
export function resourceGroup(resource: ResourceCommand): Group {
  const { command: name, doc, operations } = resource;
  return {
    name,
    doc,
    entries: operations.map((operation) => ({
      name: operation.command,
      operand: operation.id?.placeholder,
      doc: docOf(operation),
    })),
    find(word) {
      const operation = operations.find(({ command }) => command === word);
      return operation === undefined ? undefined : operationCommand(resource, operation);
    },
  };
}

/** An operation as a command. */
function operationCommand(resource: ResourceCommand, operation: OperationCommand): Command {
  const name = `${resource.command} ${operation.command}`;
  if (operation.acts) {
    return actCommand(name, docOf(operation), operation);
  }
  const { id, request, isPrivate } = operation;
  return {
    name,
    doc: docOf(operation),
    operands: id === undefined ? [] : [{ placeholder: id.placeholder, name: `${spaced(id.kind)} id` }],
    groups: groupsOf(operation),
    notes: [`Sends ${request}.${isPrivate ? " Needs an access token." : ""}`],
    examples: examplesOf(name, operation),
    run: async (given, io) => (await import("./run.js")).runOperation(resource, operation, given, io),
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

/** An operation's description for a terminal: a command fails where the client returns `null`. */
function docOf({ doc }: OperationCommand): string {
  return doc.replace("; `null` if there is none", "").replaceAll("`", "");
}

/** `creditBatch` as `credit batch`. */
function spaced(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
