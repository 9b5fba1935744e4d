/** A mistake in the command line. Nothing has been sent. */
export class UsageError extends Error {
  /** The command whose help has details: `projects list`. */
  readonly command: string;

  constructor(message: string, command = "") {
    super(message);
    this.command = command;
  }
}
