import type { Command } from "../command.js";
import { didYouMean } from "../nearest.js";
import { status } from "../status.js";
import { UsageError } from "../usage-error.js";
import { scripts } from "./scripts.js";

const shells = Object.keys(scripts);

/** Prints a completion script for a shell. */
export const completionCommand: Command = {
  name: "completion",
  doc: "Prints a script that lets bash or zsh complete commands, filters and their values.",
  operands: [{ placeholder: shells.join("|"), name: "shell", choices: shells }],
  groups: [],
  notes: [
    'Add to ~/.bashrc: eval "$(isometric-registry completion bash)"',
    'Add to ~/.zshrc, after compinit: eval "$(isometric-registry completion zsh)"',
  ],
  examples: ["completion bash"],
  async run({ operands: [shell = ""] }, io) {
    const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
    if (script === undefined) {
      const message = `there are completions for ${shells.join(" and ")}, not for ${JSON.stringify(shell)}`;
      throw new UsageError(message + didYouMean(shell, shells), "completion");
    }
    await io.stdout.write(script);
    return status.done;
  },
};
