/** How a command ends, as its exit status. */
export const status = {
  /** It did what it was asked to. */
  done: 0,
  /** The registry refused, could not be reached or does not have it, or the results could not be written. */
  failed: 1,
  /** The command line, or the environment it reads, is not right. Nothing was sent. */
  usage: 2,
  /** A copy was made, but the API is not what this version knows, or a list could not be proved. */
  drift: 3,
  /** A law is broken in a copy. */
  broken: 4,
  /** A first copy is not finished. */
  unfinished: 5,
  /** Something was sent that acts, and whether it has happened is not known. */
  unknown: 6,
  /** Interrupted by Ctrl+C. */
  interrupted: 130,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

/** The same, as help prints them. */
export const statusHelp: readonly (readonly [status: number, meaning: string])[] = [
  [status.done, "done; also when the reader of a pipe has seen enough"],
  [status.failed, "failed: refused, not found, not reached, not confirmed, or a list that did not reach its end"],
  [status.usage, "the command line or the environment is not right; nothing was sent"],
  [status.drift, "mirror, verify: the API is not what this version knows, or a list could not be proved"],
  [status.broken, "mirror, verify: a law is broken"],
  [status.unfinished, "mirror, verify, statement, holdings: the first copy is not finished"],
  [status.unknown, "something was sent that acts, and what came of it is not known: look before you do it again"],
  [status.interrupted, "interrupted by Ctrl+C (143: by SIGTERM)"],
];
