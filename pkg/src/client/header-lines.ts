/** Reads headers from text of alternating lines of names and values. Most calls of a client have the same headers. */
export class HeaderLines {
  #lines = "";
  #headers: Readonly<Record<string, string>> = {};

  of(lines: string): Readonly<Record<string, string>> {
    if (lines !== this.#lines) {
      const parts = lines.split("\n");
      const pairs = parts.flatMap((name, at) => (at % 2 === 0 ? [[name, parts[at + 1] ?? ""] as const] : []));
      this.#headers = Object.fromEntries(pairs);
      this.#lines = lines;
    }
    return this.#headers;
  }
}
