import type { MirrorReport } from "../../mirror/actions.js";
import type { Given, Operand, Option } from "../command.js";
import { status } from "../status.js";
import { UsageError } from "../usage-error.js";

/** The file that holds the copy. */
export const fileOperand: Operand = { placeholder: "registry.db", name: "file" };

/** The given file. */
export function fileOf({ operands: [path = ""] }: Given): string {
  return path;
}

export const watchOption: Option = {
  name: "watch",
  value: "TIME",
  doc: "Keep running, and refresh this often: 15m, 90s, 2h. Without it the command ends after one refresh.",
};

export const sweepOption: Option = {
  name: "sweep",
  value: "N",
  doc: "Spend at most N requests of a refresh on re-reading what no list announces, such as refunds. Default: 20.",
};

export const STATUS_NOTE: string =
  "Exit status, in addition to those of all commands: 3 if the API differs from what this version knows or a list could not be " +
  "proved complete, 4 if a law is broken, 5 while the first copy is not finished.";

/** The exit status for a report: the worst of its findings. */
export function statusOf(report: MirrorReport): number {
  if (!report.finished) {
    return status.unfinished;
  }
  if (report.laws.some(({ broken }) => broken > 0)) {
    return status.broken;
  }
  const { drift, quarantined, unproved, differences } = report;
  const isWhole = [drift, quarantined, unproved, differences].every(({ length }) => length === 0);
  return isWhole ? status.done : status.drift;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time such as `15m`, in ms. */
export function timeOf(given: Given, option: string, command: string): number | undefined {
  const text = given.value(option);
  if (text === undefined) {
    return undefined;
  }
  const [, digits, unit] = /^(\d{1,6})(ms|s|m|h|d)$/.exec(text) ?? [];
  const ms = Number(digits) * (UNITS[unit ?? ""] ?? Number.NaN);
  if (!(ms > 0)) {
    throw new UsageError(`--${option}: expected a time such as 15m or 90s, got ${JSON.stringify(text)}`, command);
  }
  return Math.min(ms, 2_147_483_647);
}

/** A whole number. */
export function wholeOf(given: Given, option: string, command: string): number | undefined {
  const text = given.value(option);
  if (text !== undefined && !/^\d{1,15}$/.test(text)) {
    throw new UsageError(`--${option}: expected a whole number, got ${JSON.stringify(text)}`, command);
  }
  return text === undefined ? undefined : Number(text);
}
