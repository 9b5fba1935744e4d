import type { MirrorReport } from "../../mirror/actions.js";
import { UnfinishedCopyError } from "../../mirror/run.js";
import type { Io } from "../io.js";
import { status } from "../status.js";

/** Reports the problems of a refresh, one per line. */
export function tellProblems(io: Io, report: MirrorReport): void {
  for (const { list, reason } of report.unproved) {
    io.say(`${list}: not proved complete: ${reason}`);
  }
  for (const { list, rows } of report.differences) {
    io.say(`${list}: its count differs from its rows by ${rows}, in two passes`);
  }
  for (const { list, reason } of report.quarantined) {
    io.say(`${list}: not stored: ${reason}`);
  }
  for (const { place, expected, found } of report.drift) {
    io.say(`drift: ${place}: expected ${expected}, got ${found}`);
  }
}

/** The broken laws, one per line. */
export function tellBroken(io: Io, report: MirrorReport): void {
  for (const { says, broken, first } of report.laws) {
    if (broken > 0) {
      io.say(`broken ${broken === 1 ? "once" : `${broken} times`}: ${says} First: ${first}`);
    }
  }
}

/** Reports that the first copy is not finished, and returns the exit status; throws any other error. */
export function tellUnfinished(error: unknown, io: Io): number {
  if (error instanceof UnfinishedCopyError) {
    io.say("the first copy is not finished: run isometric-registry mirror again");
    return status.unfinished;
  }
  throw error;
}
