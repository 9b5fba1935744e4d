/** The exit status of a command. */
export const status = {
  /** It succeeded. */
  done: 0,
  /** The registry refused, could not be reached or has no such record, or the results could not be written. */
  failed: 1,
  /** The command line, or the environment, is invalid. Nothing was sent. */
  usage: 2,
  /** A copy was made, but the API differs from what this version knows, or a list could not be proved complete. */
  drift: 3,
  /** A law is broken in a copy. */
  broken: 4,
  /** The first copy is not finished. */
  unfinished: 5,
  /** A write request was sent, and its outcome is not known. */
  unknown: 6,
  /** Interrupted by Ctrl+C. */
  interrupted: 130,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

/** The same, as printed in help. */
export const statusHelp: readonly (readonly [status: number, meaning: string])[] = [
  [status.done, "success; also when the reader of a pipe closes it"],
  [status.failed, "failed: refused, not found, not reached, not confirmed, or a list that was not read to its end"],
  [status.usage, "the command line or the environment is invalid; nothing was sent"],
  [status.drift, "mirror, verify, export: the API has changed, or a list could not be proved complete"],
  [status.broken, "mirror, verify, export: a law is broken"],
  [status.unfinished, "mirror, verify, statement, holdings, export: the first copy is not finished"],
  [status.unknown, "a write operation was sent and its outcome is not known: check before you repeat it"],
  [status.interrupted, "interrupted by Ctrl+C (143: by SIGTERM)"],
];
