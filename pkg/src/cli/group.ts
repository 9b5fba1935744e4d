import type { Command } from "./command.js";

/** Commands that share their first word. */
export interface Group {
  readonly name: string;
  /** A description. */
  readonly doc: string;
  readonly entries: readonly {
    readonly name: string;
    /** The placeholder of its operand in help. */
    readonly operand: string | undefined;
    readonly doc: string;
  }[];
  /** The command with this second word. */
  find(word: string): Command | undefined;
}
