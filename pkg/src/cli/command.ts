import type { Io } from "./io.js";

/** An option of a command. */
export interface Option {
  /** Its name without the dashes. */
  readonly name: string;
  /** Its one-letter form. */
  readonly short?: string;
  /** The placeholder of its value in help; without it, the option is a flag. */
  readonly value?: string;
  /** Its help, in a sentence or two. */
  readonly doc: string;
  /** Whether it can be given several times. */
  readonly many?: boolean;
  /** Its known values, for completions. */
  readonly choices?: readonly string[];
}

/** Related options, printed together in help. */
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly Option[];
}

/** An argument of a command that is not an option. */
export interface Operand {
  /** Its placeholder in help: `prj_…`. */
  readonly placeholder: string;
  /** Its name: `project id`. */
  readonly name: string;
  /** Its known values, for completions. */
  readonly choices?: readonly string[];
}

/** The arguments of a command. */
export interface Given {
  readonly operands: readonly string[];
  /** Whether a flag is set. */
  has(name: string): boolean;
  /** The value of an option. */
  value(name: string): string | undefined;
  /** All values of an option. */
  values(name: string): readonly string[];
}

/** A command of the program. */
export interface Command {
  /** Its name: `projects list`, `serve`. */
  readonly name: string;
  /** What it does. */
  readonly doc: string;
  readonly operands: readonly Operand[];
  readonly groups: readonly OptionGroup[];
  /** Notes, printed below the options. */
  readonly notes?: readonly string[];
  readonly examples: readonly string[];
  /** Runs it. Resolves with the exit status; rejects with an error to report. */
  run(given: Given, io: Io): Promise<number>;
}
