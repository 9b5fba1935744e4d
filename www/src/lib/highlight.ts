export interface Token {
  readonly kind: "comment" | "string" | "keyword" | "number" | "type" | "plain";
  readonly text: string;
}

const pattern =
  /(?<comment>\/\/.*|\/\*[\s\S]*?\*\/)|(?<string>"[^"\n]*"|'[^'\n]*'|`[^`]*`)|(?<keyword>\b(?:async|await|break|class|const|continue|export|extends|for|from|function|if|import|in|interface|let|new|null|of|readonly|return|static|this|throw|type|undefined|while|yield)\b)|(?<number>\b\d[\d_]*n?\b)|(?<type>\b[A-Z]\w*)/g;

/** TypeScript in pieces to colour: enough for reading, not a parser. */
export function highlight(code: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of code.matchAll(pattern)) {
    if (match.index > end) {
      tokens.push({ kind: "plain", text: code.slice(end, match.index) });
    }
    const [kind] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? ["plain"];
    tokens.push({ kind: kind as Token["kind"], text: match[0] });
    end = match.index + match[0].length;
  }
  return [...tokens, { kind: "plain", text: code.slice(end) }];
}
