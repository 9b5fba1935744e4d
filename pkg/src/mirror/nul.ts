import type { Cell } from "./actions.js";

/** PostgreSQL's text holds no U+0000, and Node's SQLite cuts text there: it is written with an escape, itself escaped. */
const ESCAPE = "\u{10fffd}";

/** A cell as databases can hold it. */
export function escapeNul<T extends Cell | bigint>(cell: T): T {
  if (typeof cell !== "string" || !(cell.includes("\0") || cell.includes(ESCAPE))) {
    return cell;
  }
  return cell.replaceAll(ESCAPE, `${ESCAPE}1`).replaceAll("\0", `${ESCAPE}0`) as T;
}

/** The text that a database holds, as it was. */
export function unescapeNul(text: string): string {
  return text.includes(ESCAPE) ? text.replaceAll(`${ESCAPE}0`, "\0").replaceAll(`${ESCAPE}1`, ESCAPE) : text;
}
