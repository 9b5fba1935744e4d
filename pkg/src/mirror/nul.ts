import type { Cell } from "./actions.js";

/**
 * PostgreSQL's text cannot hold U+0000, and Node's SQLite cuts text there: it is written with an escape, itself
 * escaped.
 */
const ESCAPE = "\u{10fffd}";

/** A cell in the form that databases can hold. */
export function escapeNul<T extends Cell | bigint>(cell: T): T {
  if (typeof cell !== "string" || !(cell.includes("\0") || cell.includes(ESCAPE))) {
    return cell;
  }
  return cell.replaceAll(ESCAPE, `${ESCAPE}1`).replaceAll("\0", `${ESCAPE}0`) as T;
}

/** The original of a text in a database. */
export function unescapeNul(text: string): string {
  return text.includes(ESCAPE) ? text.replaceAll(`${ESCAPE}0`, "\0").replaceAll(`${ESCAPE}1`, ESCAPE) : text;
}
