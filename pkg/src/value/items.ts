/**
 * The texts of the items of a JSON list; `undefined` if the text is not a list. The items themselves are not checked.
 */
export function itemsOf(text: string): string[] | undefined {
  const list = text.trim();
  if (!list.startsWith("[") || !list.endsWith("]")) {
    return undefined;
  }
  const items: string[] = [];
  let depth = 0;
  let start = 1;
  // A string is skipped as a whole, including brackets and commas in it.
  const tokens = /"(?:[^"\\]|\\.)*"?|[[\]{},]/gs;
  for (let found = tokens.exec(list); found !== null; found = tokens.exec(list)) {
    const [token] = found;
    if (token === "[" || token === "{") {
      depth += 1;
    } else if (token === "]" || token === "}") {
      depth -= 1;
    }
    const isEnd = depth === 0 && token === "]";
    if (isEnd || (depth === 1 && token === ",")) {
      items.push(list.slice(start, found.index));
      start = found.index + 1;
    }
    if (isEnd && start !== list.length) {
      return undefined;
    }
  }
  if (depth !== 0) {
    return undefined;
  }
  return items.length === 1 && items[0]?.trim() === "" ? [] : items;
}
