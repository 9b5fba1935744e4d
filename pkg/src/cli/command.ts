import type { Io } from "./io.js";

/** An option of a command. */
export interface Option {
  /** Its name without the dashes. */
  readonly name: string;
  /** One letter that stands for it. */
  readonly short?: string;
  /** What stands for its value in help; without it, the option is a flag. */
  readonly value?: string;
  /** What it is for, in a sentence or two. */
  readonly doc: string;
  /** Whether it can be given several times. */
  readonly many?: boolean;
  /** What its value can be, as far as that is known: for completions. */
  readonly choices?: readonly string[];
}

/** Options that belong together, as help prints them. */
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly Option[];
}

/** What a command takes besides options. */
export interface Operand {
  /** What stands for it in help: `prj_…`. */
  readonly placeholder: string;
  /** What it is: `project id`. */
  readonly name: string;
  /** What it can be, as far as that is known: for completions. */
  readonly choices?: readonly string[];
}

/** What a command was given. */
export interface Given {
  readonly operands: readonly string[];
  /** Whether a flag is there. */
  has(name: string): boolean;
  /** The value of an option. */
  value(name: string): string | undefined;
  /** All values of an option. */
  values(name: string): readonly string[];
}

/** Something that the program does. */
export interface Command {
  /** Its name: `projects list`, `serve`. */
  readonly name: string;
  /** What it is for. */
  readonly doc: string;
  readonly operands: readonly Operand[];
  readonly groups: readonly OptionGroup[];
  /** More to say, below the options. */
  readonly notes?: readonly string[];
  readonly examples: readonly string[];
  /** Does it. Resolves with the exit status; rejects with what a message is made of. */
  run(given: Given, io: Io): Promise<number>;
}
