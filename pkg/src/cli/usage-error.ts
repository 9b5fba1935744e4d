/** A mistake of whoever typed the command. Nothing has been sent. */
export class UsageError extends Error {
  /** The words of the command whose help says more: `projects list`. */
  readonly command: string;

  constructor(message: string, command = "") {
    super(message);
    this.command = command;
  }
}
