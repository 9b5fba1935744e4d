// Control characters of all kinds, and those that turn the direction of text around: a name may hold
// them, and a terminal obeys them.
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Text that a terminal shows and does not obey. */
export function printable(text: string): string {
  return text.replace(OBEYED, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
