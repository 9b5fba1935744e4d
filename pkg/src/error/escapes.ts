/** A character at a place in a text, and the place after its written form. */
export type Stage = readonly [letter: string, end: number];

/** The most backslashes that count as one: nested JSON doubles them each time. */
const MOST_BACKSLASHES = 64;

/** How many nested escapes are undone. */
const DEEPEST = 5;

/** Named HTML references of characters that a credential can contain. */
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  plus: "+",
  sol: "/",
  equals: "=",
  lowbar: "_",
  period: ".",
  colon: ":",
  bsol: "\\",
  percnt: "%",
  num: "#",
  dollar: "$",
  excl: "!",
  ast: "*",
  commat: "@",
  lpar: "(",
  rpar: ")",
  lsqb: "[",
  rsqb: "]",
  lcub: "{",
  rcub: "}",
  verbar: "|",
  semi: ";",
  comma: ",",
  quest: "?",
  hat: "^",
  grave: "`",
};

const byNumber = (digits: string | undefined, base: number): string =>
  String.fromCharCode(Number.parseInt(digits ?? "", base));

/**
 * What follows the character that starts an escape (of JSON and JavaScript, of addresses and forms, of HTML), and the
 * character that it stands for.
 */
const ESCAPES: Readonly<Record<string, readonly [RegExp, (found: RegExpExecArray) => string]>> = {
  "\\": [
    // Eight digits or four, two, three of base 8; and what shells and patterns escape with a backslash.
    /u(?:0000)?([0-9a-f]{4})|u\{0*([0-9a-f]{1,4})\}|x([0-9a-f]{2})|([01][0-7]{2})|([^\w\s\\])/iy,
    ([, four, braced, two, octal, plain]) =>
      plain ?? (octal === undefined ? byNumber(four ?? braced ?? two, 16) : byNumber(octal, 8)),
  ],
  "%": [/u([0-9a-f]{4})|([0-9a-f]{2})/iy, ([, four, two]) => byNumber(four ?? two, 16)],
  "&": [
    /#x0*([0-9a-f]{1,4});?|#0*(\d{1,5});?|([a-z]+);/iy,
    ([, hex, decimal, name]) =>
      name === undefined ? byNumber(hex ?? decimal, hex === undefined ? 10 : 16) : (NAMED[name.toLowerCase()] ?? ""),
  ],
};

/**
 * The characters that a place may stand for: with one escape after the other undone, the most first, and as it is
 * written.
 */
export function decodedAt(text: string, at: number, depth = 0): Stage[] {
  let letter = text[at] ?? "";
  let end = at + 1;
  if (letter === "\\") {
    while (text[end] === "\\" && end - at < MOST_BACKSLASHES) {
      end += 1;
    }
  }
  const stages: Stage[] = [[letter, end]];
  while (stages.length <= DEEPEST) {
    const rule = ESCAPES[letter];
    if (rule === undefined) {
      break;
    }
    const [pattern, meaning] = rule;
    pattern.lastIndex = end;
    const found = pattern.exec(text);
    const next: Stage | undefined =
      found === null ? escapedBehind(text, letter, end, depth) : [meaning(found), end + found[0].length];
    if (next === undefined) {
      break;
    }
    [letter, end] = next;
    stages.unshift(next);
  }
  return stages;
}

/** What follows a backslash may itself be escaped: in an address, `%5C%2F` stands for `\/`. */
function escapedBehind(text: string, letter: string, at: number, depth: number): Stage | undefined {
  if (letter !== "\\" || at >= text.length || depth >= DEEPEST) {
    return undefined;
  }
  const [next] = decodedAt(text, at, depth + 1);
  return next !== undefined && /[/"'\\]/.test(next[0]) ? next : undefined;
}

/** Whether the rest of a text is only an incomplete escape. */
export function isBrokenEscape(text: string, at: number): boolean {
  const rest = text.slice(at, at + MOST_BACKSLASHES + 8);
  return (
    at + rest.length === text.length &&
    /^(\\*(u\{?[0-9a-f]*|x[0-9a-f]?)?|\\+[01]?[0-7]?|%(25)*u?[0-9a-f]*|&(amp;)*#?x?\w*)?$/i.test(rest)
  );
}
