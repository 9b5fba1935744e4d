import type { Command } from "./command.js";

/** Commands that share their first word. */
export interface Group {
  readonly name: string;
  /** What they are about. */
  readonly doc: string;
  readonly entries: readonly {
    readonly name: string;
    /** What stands for its operand in help. */
    readonly operand: string | undefined;
    readonly doc: string;
  }[];
  /** The command of this second word. */
  find(word: string): Command | undefined;
}
