// Control characters of all kinds, and those that change the direction of text: a name may contain them, and a terminal
// would interpret them.
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Text that a terminal displays but does not interpret. */
export function printable(text: string): string {
  return text.replace(OBEYED, escaped);
}

/** The same for lines, whose ends stay. JSON stays the same JSON. */
export function printableLines(text: string): string {
  return text.replace(OBEYED, (letter) => (letter === "\n" ? letter : escaped(letter)));
}

const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
