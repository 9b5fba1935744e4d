/// <reference lib="esnext.disposable" preserve="true" />

import { bundledFlows } from "./transactions/bundled.js";
import { type CreateTransactions, transactionsEntry } from "./transactions/entry.js";

export * from "./transactions/exports.js";

/** Creates transactions that happen exactly once. */
export const createTransactions: CreateTransactions = /* @__PURE__ */ transactionsEntry(bundledFlows);
