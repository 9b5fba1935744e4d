import { decodedAt, isBrokenEscape, type Stage } from "./escapes.js";

/** Removes credentials from text. */
export type Redact = (text: string) => string;

/** The shortest text that is searched for, in characters. Only a loopback address accepts a shorter credential. */
export const SHORTEST_CREDENTIAL = 12;

/**
 * Whether text may be cut off, at any point or with a mark. How much of a credential is searched for before the cut, in
 * characters.
 */
const SHORTEST_PART = { cut: 4, quoted: 8 } as const;

type Kind = "whole" | keyof typeof SHORTEST_PART;

/** How many earlier credentials are remembered. */
const MOST_REMEMBERED = 16;

/** The credentials that must never be shown, including the earlier results of a function that looks them up. */
export class Secrets {
  #needles: readonly Needle[];
  /** Credentials that are never forgotten. */
  readonly #kept: ReadonlySet<unknown>;
  /** Credentials that were added later, the latest last. */
  readonly #known = new Set<string>();

  constructor(secrets: readonly unknown[] = []) {
    this.#kept = new Set(secrets);
    this.#needles = needlesOf(secrets);
  }

  /** Remembers a credential; other values are ignored. */
  add(secret: unknown): void {
    if (typeof secret !== "string" || secret.length < SHORTEST_CREDENTIAL || this.#kept.has(secret)) {
      return;
    }
    const isNew = !this.#known.delete(secret);
    this.#known.add(secret);
    if (!isNew) {
      return;
    }
    const [oldest] = this.#known;
    if (this.#known.size > MOST_REMEMBERED && oldest !== undefined) {
      this.#known.delete(oldest);
    }
    this.#needles = needlesOf([...this.#kept, ...this.#known]);
  }

  /** Text of others without the credentials, however they are escaped in it. */
  readonly redact: Redact = (text) => this.#hide(text, "whole");

  /** The same for text that may have been cut: a part of a credential at its end is hidden too. */
  readonly redactCut: Redact = (text) => this.#hide(text, "cut");

  /** The same for a message that quotes text of others up to a `…`. */
  readonly redactQuoted: Redact = (text) => this.#hide(text, "quoted");

  #hide(text: string, kind: Kind): string {
    let shown = text;
    for (const needle of this.#needles) {
      shown = hide(shown, needle, kind);
    }
    return shown;
  }
}

/** A credential, prepared for the search. */
interface Needle {
  /** The credential, with each run of backslashes as one. */
  readonly letters: string;
  readonly secret: string;
  /** Finds where it may start. */
  readonly start: RegExp;
}

/** The longest first: one may be a part of another. */
function needlesOf(secrets: readonly unknown[]): Needle[] {
  return secrets
    .filter((secret) => typeof secret === "string")
    .filter((secret) => secret.length >= SHORTEST_CREDENTIAL)
    .sort((one, other) => other.length - one.length)
    .map(needleOf);
}

function needleOf(secret: string): Needle {
  const letters = secret.replaceAll(/\\+/g, "\\");
  const [first = "", second = ""] = [...letters].map((letter) => letter.replace(/\W/, "\\$&"));
  return {
    letters,
    secret,
    start: new RegExp(`${first}(?=${second}|[\\\\%&]|$)|[\\\\%&]`, "g"),
  };
}

function hide(text: string, needle: Needle, kind: Kind): string {
  const { start } = needle;
  let shown = "";
  let from = 0;
  start.lastIndex = 0;
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const end = endOf(text, found.index, needle, kind);
    if (end !== undefined) {
      shown += `${text.slice(from, found.index)}[redacted]`;
      from = end;
      start.lastIndex = end;
    }
  }
  return from === 0 ? text : shown + text.slice(from);
}

/** Where a credential that starts here ends; `undefined` if there is none. */
function endOf(text: string, start: number, { letters, secret }: Needle, kind: Kind): number | undefined {
  if (text.startsWith(secret, start)) {
    return start + secret.length;
  }
  let at = start;
  let matched = 0;
  while (matched < letters.length && at < text.length) {
    const letter = letters[matched];
    const stage: Stage | undefined = decodedAt(text, at).find(([decoded]) => decoded === letter);
    if (stage === undefined) {
      break;
    }
    at = stage[1];
    matched += 1;
  }
  if (matched === letters.length) {
    return at;
  }
  if (kind === "whole" || matched < SHORTEST_PART[kind]) {
    return undefined;
  }
  if (kind === "quoted") {
    return text[at] === "…" ? at : undefined;
  }
  return isBrokenEscape(text, at) ? text.length : undefined;
}
