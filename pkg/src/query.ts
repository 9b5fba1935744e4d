export type * from "./generated/queries.js";
export type { ActOptions, KeyOf, PageParam, PagesOptions, ReadOptions } from "./query/options.js";
export { createQueries, type QueriesOptions } from "./query/queries.js";
export { deserialize, serialize } from "./query/serialize.js";
