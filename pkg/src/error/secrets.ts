import { decodedAt, isBrokenEscape, type Stage } from "./escapes.js";

/** Takes credentials out of text. */
export type Redact = (text: string) => string;

/** The shortest text that is looked for, in characters. Only a loopback address takes a shorter credential. */
export const SHORTEST_CREDENTIAL = 12;

/** How much of a credential is looked for where text breaks off, in characters. */
const SHORTEST_PART = 4;

/** How many earlier credentials are remembered. */
const MOST_REMEMBERED = 16;

/** The credentials that nothing may show, the earlier ones of a function that looks them up included. */
export class Secrets {
  /** The longest first: one may be a part of another. */
  #needles: Needle[] = [];
  /** The latest last. */
  readonly #known = new Set<string>();

  constructor(secrets: readonly unknown[] = []) {
    for (const secret of secrets) {
      this.add(secret);
    }
  }

  /** Remembers a credential; whatever else it is given is none. */
  add(secret: unknown): void {
    if (typeof secret !== "string" || secret.length < SHORTEST_CREDENTIAL) {
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
    this.#needles = [...this.#needles, needleOf(secret)]
      .filter((needle) => this.#known.has(needle.secret))
      .sort((one, other) => other.secret.length - one.secret.length);
  }

  /** Text of others without the credentials, however they are escaped in it. */
  readonly redact: Redact = (text) => this.#hide(text, false);

  /** The same for text that may have been cut: a part of a credential at its end is hidden too. */
  readonly redactCut: Redact = (text) => this.#hide(text, true);

  #hide(text: string, isCut: boolean): string {
    let shown = text;
    for (const needle of this.#needles) {
      shown = hide(shown, needle, isCut);
    }
    return shown;
  }
}

/** A credential, prepared to be looked for. */
interface Needle {
  /** The credential, each run of backslashes as one. */
  readonly letters: string;
  readonly secret: string;
  /** Finds where it may begin. */
  readonly start: RegExp;
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

function hide(text: string, needle: Needle, isCut: boolean): string {
  const { start } = needle;
  let shown = "";
  let from = 0;
  start.lastIndex = 0;
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const end = endOf(text, found.index, needle, isCut);
    if (end !== undefined) {
      shown += `${text.slice(from, found.index)}[redacted]`;
      from = end;
      start.lastIndex = end;
    }
  }
  return from === 0 ? text : shown + text.slice(from);
}

/** Where a credential that begins here ends; `undefined` where none does. */
function endOf(text: string, start: number, { letters, secret }: Needle, isCut: boolean): number | undefined {
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
  return isCut && matched >= SHORTEST_PART && isBrokenEscape(text, at) ? text.length : undefined;
}
