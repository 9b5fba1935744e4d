/// <reference lib="esnext.disposable" preserve="true" />
import { type CreateTransactions, transactionsEntry } from "./transactions/entry.js";
import { staticFlows } from "./transactions/static.js";

export * from "./transactions/exports.js";

/** Creates transactions that happen exactly once. */
export const createTransactions: CreateTransactions = /* @__PURE__ */ transactionsEntry(staticFlows);
