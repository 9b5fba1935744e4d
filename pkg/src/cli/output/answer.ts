import type { PageInfo } from "../../generated/models.js";

/** The result of a command. */
export type Answer =
  | { readonly kind: "object"; readonly model: string; readonly value: unknown }
  | {
      readonly kind: "list";
      readonly model: string;
      readonly pages: AsyncIterable<ListPage>;
      readonly backward: boolean;
    };

/** Items of a list: a page of it, or all of them if it is returned whole. */
export interface ListPage {
  readonly nodes: readonly unknown[];
  readonly total_count: number;
  readonly page_info?: PageInfo;
}

/** A format of results. */
export type Format = (answer: Answer) => AsyncIterable<string>;
