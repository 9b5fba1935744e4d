/** The name that was probably meant; `undefined` if none is similar. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const far = distance(word.toLowerCase().replaceAll("_", "-"), name);
    if (far < least) {
      [best, least] = [name, far];
    }
  }
  return best ?? [...names].find((name) => word.length >= 3 && name.startsWith(word));
}

/** `; did you mean …?`, or nothing. */
export function didYouMean(word: string, names: Iterable<string>, prefix = ""): string {
  const name = nearest(word, names);
  return name === undefined ? "" : `; did you mean ${prefix}${name}?`;
}

/** How many letters have to be inserted, deleted, replaced or swapped with a neighbour. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const at = (cells: readonly number[], column: number): number => cells[column] ?? 0;
      const replaced = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? at(before, j - 2) + 1 : replaced;
      next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, replaced, swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
