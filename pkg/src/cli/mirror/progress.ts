import type { MirrorProgress } from "../../mirror/actions.js";
import type { Io } from "../io.js";

/** How often something is said where there is no terminal, in ms. */
const EVERY = 10_000;

/** How often the line on a terminal changes, in ms. */
const BLINK = 100;

/** Shows how far a refresh is: a line that changes on a terminal, a line every ten seconds otherwise. */
export function progressOn(
  io: Io,
  isTerminal: boolean = process.stderr.isTTY === true,
): (progress: MirrorProgress) => void {
  const started = performance.now();
  let last = started;
  let hasForetold = false;
  return (progress) => {
    const { list, requestsLeft } = progress;
    if (list === "first_copy") {
      if (!hasForetold) {
        hasForetold = true;
        const minutes = Math.ceil(requestsLeft / 120);
        io.say(`the first copy takes about ${requestsLeft} requests: some ${minutes} min at 120 a minute`);
      }
      return;
    }
    const now = performance.now();
    if (now - last < (isTerminal ? BLINK : EVERY)) {
      return;
    }
    last = now;
    const line = lineOf(progress, (now - started) / 1000);
    if (isTerminal) {
      io.progress(line);
    } else {
      io.say(line);
    }
  };
}

function lineOf({ list, rows, total, requests, requestsLeft }: MirrorProgress, seconds: number): string {
  const name = list.replace(/\/.*/, "").replaceAll("_", " ");
  const share = total > 0 ? ` ${bar(rows / total)} ${rows} of ${total}` : "";
  const left = requestsLeft > 0 ? `, about ${requestsLeft} left` : "";
  const pace = requests / Math.max(seconds, 1);
  const time = requestsLeft > 0 && pace > 0 ? `, ${timeText(requestsLeft / pace)}` : "";
  return `${name}${share}; ${requests} requests${left}${time}`;
}

function bar(share: number): string {
  const WIDTH = 20;
  const full = Math.round(Math.min(Math.max(share, 0), 1) * WIDTH);
  return `[${"#".repeat(full)}${".".repeat(WIDTH - full)}]`;
}

function timeText(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
