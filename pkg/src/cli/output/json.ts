import type { PageInfo } from "../../generated/models.js";
import { toJson } from "../../value/json.js";
import type { Answer, ListPage } from "./answer.js";
import { printableLines } from "./printable.js";

/**
 * One JSON document in every case: a list has the shape of one page from its first item to its last. If reading fails
 * in the middle, the document ends there and its `page_info` says that there is more.
 */
export async function* json(answer: Answer, indentation: number): AsyncGenerator<string> {
  if (answer.kind === "object") {
    yield `${jsonText(answer.value, indentation)}\n`;
    return;
  }
  yield* document(answer.pages, answer.backward, indentation);
}

async function* document(
  pages: AsyncIterable<ListPage>,
  backward: boolean,
  indentation: number,
): AsyncGenerator<string> {
  const [outer, inner, colon] =
    indentation === 0 ? ["", "\n", ":"] : [`\n${" ".repeat(indentation)}`, `\n${" ".repeat(2 * indentation)}`, ": "];
  const nested = (value: unknown, line: string): string => jsonText(value, indentation).replaceAll("\n", line);
  let [first, last]: (ListPage | undefined)[] = [];
  let hasNodes = false;
  let failed: { readonly error: unknown } | undefined;
  try {
    for await (const page of pages) {
      let text = last === undefined ? `{${outer}"nodes"${colon}[` : "";
      for (const node of page.nodes) {
        text += (hasNodes ? "," : "") + inner + nested(node, inner);
        hasNodes = true;
      }
      first ??= page;
      last = page;
      yield text;
    }
  } catch (error) {
    failed = { error };
  }
  if (first !== undefined && last !== undefined) {
    const rest = Object.entries(envelope(first, last, backward)).map(
      ([name, value]) => `,${outer}${JSON.stringify(name)}${colon}${nested(value, outer)}`,
    );
    yield `${hasNodes ? outer || "\n" : ""}]${rest.join("")}${indentation === 0 ? "" : "\n"}}\n`;
  }
  if (failed !== undefined) {
    throw failed.error;
  }
}

/** One line of JSON per item of a list, or for the object. */
export async function* ndjson(answer: Answer): AsyncGenerator<string> {
  if (answer.kind === "object") {
    yield `${jsonText(answer.value, 0)}\n`;
    return;
  }
  for await (const { nodes } of answer.pages) {
    yield nodes.map((node) => `${jsonText(node, 0)}\n`).join("");
  }
}

/** JSON that a terminal displays but does not interpret: control characters that JSON leaves unescaped are escaped, too. */
const jsonText = (value: unknown, indentation: number): string => printableLines(toJson(value, indentation));

/** A page without its nodes, for a list that was read from one page to another. */
function envelope(first: ListPage, last: ListPage, backward: boolean): Record<string, unknown> {
  const { nodes: _, ...rest } = last;
  if (first.page_info === undefined || last.page_info === undefined) {
    return rest;
  }
  const [start, end] = backward ? [last.page_info, first.page_info] : [first.page_info, last.page_info];
  const page_info: PageInfo = {
    ...last.page_info,
    has_previous_page: start.has_previous_page,
    start_cursor: start.start_cursor,
    has_next_page: end.has_next_page,
    end_cursor: end.end_cursor,
  };
  return { ...rest, page_info };
}
