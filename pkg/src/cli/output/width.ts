// Characters that combine with the one before, and invisible ones.
const NARROWEST = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u;
// Characters that take two columns: East Asian ones, and pictures.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** How many columns of a terminal a character takes. */
function widthOfLetter(letter: string): number {
  if (letter < "\u0300") {
    return 1;
  }
  if (NARROWEST.test(letter)) {
    return 0;
  }
  return WIDE.test(letter) ? 2 : 1;
}

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) {
    width += widthOfLetter(letter);
  }
  return width;
}

/** The text, or as much of it as fits, with `…` in place of the rest. */
export function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) {
    return text;
  }
  let kept = "";
  let left = width - 1;
  for (const letter of text) {
    left -= widthOfLetter(letter);
    if (left < 0) {
      break;
    }
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

/** The text padded with spaces to a width. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** The text in lines that fit, broken at spaces if possible. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
