import type { PageInfo } from "../../generated/models.js";

/** What a command has to show. */
export type Answer =
  | { readonly kind: "object"; readonly model: string; readonly value: unknown }
  | {
      readonly kind: "list";
      readonly model: string;
      readonly pages: AsyncIterable<ListPage>;
      readonly backward: boolean;
    };

/** Items of a list: a page of it, or all of them where it comes whole. */
export interface ListPage {
  readonly nodes: readonly unknown[];
  readonly total_count: number;
  readonly page_info?: PageInfo;
}

/** What a command's results look like. */
export type Format = (answer: Answer) => AsyncIterable<string>;
