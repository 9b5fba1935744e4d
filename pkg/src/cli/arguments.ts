import { type ParseArgsConfig, parseArgs } from "node:util";
import type { Command, Given, Option } from "./command.js";
import { didYouMean } from "./nearest.js";
import { UsageError } from "./usage-error.js";

/** An option that every command has. */
export const helpOption: Option = { name: "help", short: "h", doc: "Print this help." };

/** The options of a command. */
export function optionsOf({ groups }: Pick<Command, "groups">): readonly Option[] {
  return [...groups.flatMap(({ options }) => options), helpOption];
}

/** Reads the words after the name of a command. */
export function readArguments(command: Command, words: readonly string[]): Given {
  const options = optionsOf(command);
  const { tokens } = parseArgs({
    args: [...words],
    options: config(options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") {
      operands.push(token.value);
    } else if (token.kind === "option") {
      const option = options.find(({ name }) => name === token.name);
      if (option === undefined) {
        throw unknown(token.rawName, command, options);
      }
      const before = values.get(option.name) ?? [];
      if (before.length > 0 && option.many !== true) {
        throw new UsageError(`${token.rawName} was given twice`, command.name);
      }
      values.set(option.name, [...before, valueIn(token, option, command)]);
    }
  }
  if (!values.has(helpOption.name)) {
    checkOperands(command, operands);
  }
  return {
    operands,
    has: (name) => values.has(name),
    value: (name) => values.get(name)?.[0],
    values: (name) => values.get(name) ?? [],
  };
}

function config(options: readonly Option[]): NonNullable<ParseArgsConfig["options"]> {
  return Object.fromEntries(
    options.map(({ name, short, value }) => [
      name,
      { type: value === undefined ? "boolean" : "string", ...(short === undefined ? {} : { short }) },
    ]),
  );
}

/** An option as it was typed. */
interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function valueIn({ rawName, value, inlineValue }: OptionToken, option: Option, command: Command): string {
  if (option.value === undefined) {
    if (value !== undefined) {
      throw new UsageError(`${rawName} takes no value`, command.name);
    }
    return "";
  }
  if (value === undefined || value === "") {
    throw new UsageError(`${rawName}: expected ${option.value}`, command.name);
  }
  if (inlineValue === false && /^-./.test(value)) {
    const message = `${rawName}: expected ${option.value}, got ${value}; write ${rawName}=${value} if that is the value`;
    throw new UsageError(message, command.name);
  }
  return value;
}

/** The message for an unknown option. Its value is not repeated: it may be a credential. */
function unknown(rawName: string, command: Command, options: readonly Option[]): UsageError {
  const name = rawName.replace(/^-+/, "");
  if (/secret|token|password|credential/i.test(name)) {
    const message = `credentials come from the environment only (ISOMETRIC_CLIENT_SECRET, ISOMETRIC_ACCESS_TOKEN), not from ${rawName}`;
    return new UsageError(message, command.name);
  }
  const names = options.map((option) => option.name);
  return new UsageError(`${command.name} has no option ${rawName}${didYouMean(name, names, "--")}`, command.name);
}

function checkOperands(command: Command, operands: readonly string[]): void {
  const missing = command.operands[operands.length];
  if (missing !== undefined) {
    throw new UsageError(`${command.name}: expected a ${missing.name} (${missing.placeholder})`, command.name);
  }
  const extra = operands[command.operands.length];
  if (extra !== undefined) {
    throw new UsageError(`${command.name} does not take ${JSON.stringify(extra)}`, command.name);
  }
}
