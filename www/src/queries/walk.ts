import type { Page } from "isometric-registry";

/** Where a walk through a list has come to. */
export interface Progress<T> {
  readonly rows: readonly T[];
  readonly total: number;
  /** Where to go on from; `null` at the end. */
  readonly cursor: string | null;
}

/**
 * Reads a list page by page and tells of each as it arrives, until there is enough. Leaving the loop cancels the page
 * that is already on its way.
 */
export async function walk<T>(
  pages: AsyncIterable<Page<T>>,
  seen: readonly T[],
  onPage: (progress: Progress<T>) => void,
  isEnough: (rows: readonly T[]) => boolean = () => false,
): Promise<void> {
  let rows = seen;
  for await (const { nodes, total_count, page_info } of pages) {
    rows = [...rows, ...nodes];
    onPage({
      rows,
      total: total_count,
      cursor: page_info.has_next_page ? page_info.end_cursor : null,
    });
    if (isEnough(rows)) {
      break;
    }
  }
}
