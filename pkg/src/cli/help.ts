import { optionsOf } from "./arguments.js";
import type { Command, Option } from "./command.js";
import { groups, others } from "./commands.js";
import type { Group } from "./group.js";
import { padded, wrapped } from "./output/width.js";
import { statusHelp } from "./status.js";
import { transactionsGroup } from "./transactions/group.js";

/** The help of the program, of a resource, or of a command, for a terminal of the given number of columns. */
export class Help {
  readonly #width: number;

  constructor(width: number) {
    this.#width = Math.min(Math.max(width, 60), 100);
  }

  /** Everything the program offers. */
  root(): string {
    return [
      ...this.#text("Usage: isometric-registry <resource> <operation> [id] [options]"),
      ...this.#text("       isometric-registry <command> [options]"),
      "",
      ...this.#text(
        "Isometric's registry of carbon removal credits, from a shell. An independent project, not affiliated with Isometric.",
      ),
      ...this.#section(
        "Resources",
        groups.filter(({ name }) => name !== transactionsGroup.name).map(({ name, doc }) => [name, doc]),
      ),
      ...this.#section(
        "Commands",
        [transactionsGroup, ...others].map(({ name, doc }) => [name, doc]),
      ),
      ...this.#section("Environment", [
        ["ISOMETRIC_CLIENT_SECRET", "Identifies your application; every request needs it."],
        ["ISOMETRIC_ACCESS_TOKEN", "Acts for an organisation; not needed for the public record."],
        ["ISOMETRIC_ENVIRONMENT", "sandbox (the default) or production."],
        ["ISOMETRIC_BASE_URL", "Another address of the API, like --base-url."],
        ["NO_COLOR", "Any value turns colours off."],
      ]),
      ...this.#section(
        "Exit status",
        statusHelp.map(([value, meaning]) => [String(value), meaning]),
      ),
      ...this.#examples([
        "projects list --local",
        "retirements list --all --csv > retirements.csv",
        "projects list --help",
      ]),
    ].join("\n");
  }

  /** The commands of a group. */
  group({ name, doc, entries }: Group): string {
    return [
      ...this.#text(`Usage: isometric-registry ${name} <command> [options]`),
      "",
      ...this.#text(doc),
      ...this.#section(
        "Commands",
        entries.map((entry) => [[entry.name, entry.operand].filter(Boolean).join(" "), entry.doc]),
      ),
      "",
      ...this.#text(`isometric-registry ${name} <command> --help describes each of them.`),
    ].join("\n");
  }

  /** The arguments of a command. */
  command(command: Command): string {
    const { name, doc, operands, groups, notes = [], examples } = command;
    const words = [
      name,
      ...operands.map(({ placeholder }) => placeholder),
      ...(groups.length > 0 ? ["[options]"] : []),
    ];
    const grouped = new Set(groups.flatMap(({ options }) => options));
    return [
      ...this.#text(`Usage: isometric-registry ${words.join(" ")}`),
      "",
      ...this.#text(doc),
      ...groups.flatMap(({ title, options }) => this.#section(title, options.map(optionLine))),
      ...this.#section(
        "Help",
        optionsOf(command)
          .filter((option) => !grouped.has(option))
          .map(optionLine),
      ),
      ...notes.flatMap((note) => ["", ...this.#text(note)]),
      ...this.#examples(examples),
    ].join("\n");
  }

  #section(title: string, entries: readonly (readonly [name: string, doc: string])[]): string[] {
    const widest = Math.max(...entries.map(([name]) => name.length));
    // After a long name, the description starts on the next line.
    const column = Math.min(widest, 28);
    const lines = entries.flatMap(([name, doc]) => {
      const parts = wrapped(doc, this.#width - column - 4);
      const begun = name.length > column ? [`  ${name}`] : [];
      const rest = begun.length > 0 ? parts : parts.slice(1);
      const first = begun.length > 0 ? [] : [`  ${padded(name, column)}  ${parts[0] ?? ""}`];
      return [...begun, ...first, ...rest.map((part) => `  ${" ".repeat(column)}  ${part}`)];
    });
    return ["", `${title}:`, ...lines];
  }

  #examples(examples: readonly string[]): string[] {
    return examples.length === 0
      ? []
      : ["", "Examples:", ...examples.map((example) => `  npx isometric-registry ${example}`)];
  }

  #text(text: string): string[] {
    return text.startsWith(" ") || text.includes("\n") ? text.split("\n") : wrapped(text, this.#width);
  }
}

function optionLine({ name, short, value, doc }: Option): [string, string] {
  const letter = short === undefined ? "" : `-${short}, `;
  return [`${letter}--${name}${value === undefined ? "" : ` ${value}`}`, doc];
}
