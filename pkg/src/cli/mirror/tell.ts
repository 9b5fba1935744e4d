import type { MirrorReport } from "../../mirror/actions.js";
import { UnfinishedCopyError } from "../../mirror/run.js";
import type { Io } from "../io.js";
import { status } from "../status.js";

/** Says what stands in the way, in a line each. */
export function tellProblems(io: Io, report: MirrorReport): void {
  for (const { list, reason } of report.unproved) {
    io.say(`${list}: not proved complete: ${reason}`);
  }
  for (const { list, rows } of report.differences) {
    io.say(`${list}: its count differs by ${rows} from its rows, in two walks`);
  }
  for (const { list, reason } of report.quarantined) {
    io.say(`${list}: not taken in: ${reason}`);
  }
  for (const { place, expected, found } of report.drift) {
    io.say(`drift: ${place}: expected ${expected}, got ${found}`);
  }
}

/** The laws that are broken, in a line each. */
export function tellBroken(io: Io, report: MirrorReport): void {
  for (const { says, broken, first } of report.laws) {
    if (broken > 0) {
      io.say(`broken ${broken} times: ${says} First: ${first}`);
    }
  }
}

/** Says that the first copy is not finished, and gives the exit status; throws any other error. */
export function tellUnfinished(error: unknown, io: Io): number {
  if (error instanceof UnfinishedCopyError) {
    io.say("the first copy is not finished: run isometric-registry mirror again");
    return status.unfinished;
  }
  throw error;
}
