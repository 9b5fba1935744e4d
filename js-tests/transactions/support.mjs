import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { RegistryClient } from "isometric-registry";
import { createTransactions, memoryJournal } from "isometric-registry/transactions";
import { serveLocal } from "../local/support.mjs";

/** A folder of a test's own. */
export function folder(t) {
  const made = mkdtempSync(path.join(os.tmpdir(), "transactions-"));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/**
 * @param {any} t
 * @param {Record<string, any>} given
 *
 * A registry behind HTTP, a client of its buyer whose requests are counted and can be tampered with, and transactions that
 * do not wait for long.
 */
export async function market(t, { journal = memoryJournal(), role = "buyer", ...options } = {}) {
  const served = await serveLocal(t, { now: Date.now });
  const account = served.accounts.find((one) => one.role === role);
  const sent = [];
  const weather = { next: undefined };
  const fetch = async (url, init) => {
    const request = `${init.method} ${new URL(url).pathname.replace("/registry/v0", "")}`;
    sent.push({ request, url, body: init.body });
    return weather.next === undefined
      ? globalThis.fetch(url, init)
      : weather.next(request, () => globalThis.fetch(url, init));
  };
  const registry = new RegistryClient({ baseUrl: served.baseUrl, ...credentials(account), fetch, maxRetries: 0 });
  const transactions = createTransactions(registry, { journal, timeoutMs: 2_000, lagMs: 50, ...options });
  const me = await registry.organisations.current();
  sent.length = 0;
  return { ...served, account, registry, transactions, me, sent, weather };
}

export const credentials = ({ clientSecret, accessToken }) => ({ clientSecret, accessToken });

/** A retirement of the buyer's oldest credits of the supplier that it had most batches of at first. */
export async function request(world, reference, kilograms = 1_500n, more = {}) {
  world.supplier ??= await supplierOf(world);
  return {
    reference,
    beneficiary_organisation_id: world.me.id,
    supplier_id: world.supplier,
    retirement_purposes: ["corporate_targets"],
    notes: null,
    credit_quantity_kg: kilograms,
    ...more,
  };
}

async function supplierOf({ registry, me }) {
  const batches = await registry.organisations.creditBatches(me.id, { status: ["active"] }).toArray();
  const counts = new Map();
  for (const { supplier_id } of batches) {
    counts.set(supplier_id, (counts.get(supplier_id) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0][0];
}

/** A `fetch` that loses things: the answer of a request, or the request. */
export const lose = {
  answer: async (send) => {
    await (await send()).arrayBuffer();
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }) });
  },
  request: async () => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }) });
  },
};

/** Does something with the first so many requests that act, and lets the rest through. */
export function firstPosts(count, what) {
  let left = count;
  return (request, send) => {
    if (request.startsWith("POST") && left > 0) {
      left -= 1;
      return what(send);
    }
    return send();
  };
}

export const posts = (sent) => sent.filter(({ request }) => request.startsWith("POST"));
export const reads = (sent) =>
  sent.filter(({ request }) => request.startsWith("GET")).map((one) => one.request.replace(/_[0-9A-Z]+/, "_…"));
