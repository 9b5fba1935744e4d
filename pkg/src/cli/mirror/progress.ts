import type { MirrorProgress } from "../../mirror/actions.js";
import type { Io } from "../io.js";

/** How often progress is reported without a terminal, in ms. */
const EVERY = 10_000;

/** How many rows a page has. */
const ROWS_A_PAGE = 50;

/** How often the line on a terminal changes, in ms. */
const BLINK = 100;

/** How progress is shown. */
interface ProgressOptions {
  /** How many requests per minute are sent, if there is such a limit. */
  readonly perMinute?: number | undefined;
  /** Whether stderr is a terminal. */
  readonly isTerminal?: boolean;
  /** A clock, in ms. */
  readonly now?: () => number;
}

/**
 * Shows the progress of a refresh. On a terminal: a bar for each list, which stays when the list has been read, and
 * the remaining requests and time. Otherwise: a line every ten seconds.
 */
export function progressOn(
  io: Pick<Io, "say" | "progress">,
  { perMinute, isTerminal = process.stderr.isTTY === true, now = () => performance.now() }: ProgressOptions = {},
): (progress: MirrorProgress) => void {
  const started = now();
  let last = started;
  let hasForetold = false;
  let read: MirrorProgress | undefined;
  return (progress) => {
    const { list, requestsLeft } = progress;
    if (list === "first_copy") {
      if (!hasForetold) {
        hasForetold = true;
        const minutes =
          perMinute === undefined ? "" : `: some ${Math.ceil(requestsLeft / perMinute)} min at ${perMinute} a minute`;
        io.say(`the first copy takes about ${requestsLeft} requests${minutes}`);
      }
      return;
    }
    const moment = now();
    if (isTerminal && read !== undefined && read.list !== list) {
      io.say(rowsOf(read));
      read = undefined;
    }
    // Lists of one page, as most are of a refresh that finds little, are read before anybody could look.
    if (progress.total > ROWS_A_PAGE && !list.includes("/")) {
      read = progress;
    }
    if (moment - last < (isTerminal ? BLINK : EVERY)) {
      return;
    }
    last = moment;
    const line = lineOf(progress, (moment - started) / 1000, perMinute);
    if (isTerminal) {
      io.progress(line);
    } else {
      io.say(line);
    }
  };
}

/** `retirements [####……] 50 of 246` */
function rowsOf({ list, rows, total }: MirrorProgress): string {
  const name = list.replace(/\/.*/, "").replaceAll("_", " ");
  return total > 0 ? `${name} ${bar(rows / total)} ${rows} of ${total}` : name;
}

function lineOf(progress: MirrorProgress, seconds: number, perMinute: number | undefined): string {
  const { requests, requestsLeft } = progress;
  const left = requestsLeft > 0 ? `, about ${requestsLeft} left` : "";
  // It may have begun with requests that were saved up, and that is no pace to go on at.
  const pace = Math.min(requests / Math.max(seconds, 1), (perMinute ?? Number.POSITIVE_INFINITY) / 60);
  const time = requestsLeft > 0 && pace > 0 ? `, ${timeText(requestsLeft / pace)}` : "";
  return `${rowsOf(progress)}; ${requests} requests${left}${time}`;
}

function bar(share: number): string {
  const WIDTH = 20;
  const full = Math.round(Math.min(Math.max(share, 0), 1) * WIDTH);
  return `[${"#".repeat(full)}${".".repeat(WIDTH - full)}]`;
}

function timeText(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
