import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { needsDocument } from "../contract/document.mjs";
import { operations } from "../contract/package.mjs";
import { clientOf, headersOf } from "./command.mjs";
import { installSchemathesis, runSchemathesis } from "./schemathesis.mjs";
import { seededDocument } from "./seeded-document.mjs";
import { serveLocal } from "./support.mjs";

describe("schemathesis finds nothing that breaks the published document", needsDocument, () => {
  const log = [];
  for (const role of ["buyer", "supplier"]) {
    test(`as a ${role}`, { timeout: 300_000 }, async (t) => {
      const missing = await installSchemathesis();
      if (missing) {
        return t.skip(missing);
      }
      const server = await serveLocal(t);
      const account = server.accounts.find((one) => one.role === role);
      const { ids, transfer } = await existing(server.local, account);
      const document = seededDocument(ids, transfer);
      const printed = await runSchemathesis(document, server.baseUrl, headersOf(account));
      assert.match(printed, /Selected: 41\/41\n\s+Tested: 41/);
      log.push(...server.log);
      return undefined;
    });
  }

  test("and has seen every operation succeed", (t) => {
    if (log.length === 0) {
      return t.skip("it did not run");
    }
    const unseen = Object.entries(operations).filter(([, { method, path }]) => {
      const line = new RegExp(`^${method} /registry/v0${path.replace("{id}", "[^/]+")} 200 `);
      return !log.some((told) => line.test(told));
    });
    t.diagnostic(`${log.length} requests`);
    assert.deepEqual(
      unseen.map(([name]) => name),
      [],
    );
    return undefined;
  });
});

/** Some ids of each kind that an account can come across, and a transfer that it can make. */
async function existing(local, account) {
  const registry = clientOf({ ...local, accounts: [account] }, account.role, { fetch: local.fetch });
  const { organisation_id: me, supplier_id: mine } = account;
  const some = async (list, limit = 4) => (await list.toArray({ limit })).map(({ id }) => id);
  const batches = (status) => registry.organisations.creditBatches(me, { status: [status] });
  const [apart, ...active] = await batches("active").toArray({ limit: 4 });
  const refund = await local.admin.refund({
    supplier_id: apart.supplier_id,
    credit_quantity_kg: 1n,
    notes: "A sample.",
  });
  const others = await some(registry.transferees.list(), 2);
  const ids = {
    self: [me],
    other: others,
    organisation: [me, ...others],
    supplier: [apart.supplier_id],
    project: await some(registry.projects.list()),
    issuance: await some(registry.issuances.list()),
    delivery: await some(registry.deliveries.list()),
    transfer: await some(registry.transfers.list()),
    retirement: await some(registry.retirements.list()),
    order: await some(mine ? registry.suppliers.orders(mine) : registry.organisations.orders(me)),
    batch: [
      ...active.map(({ id }) => id),
      ...(await some(batches("retired"), 1)),
      ...(await some(batches("split"), 1)),
    ],
    refund: [refund.id],
  };
  const transfer = {
    from_organisation_id: me,
    to_organisation_id: others[0],
    supplier_id: apart.supplier_id,
    notes: null,
    credit_batch_quantities: [{ credit_batch_id: apart.id, credit_quantity_kg: 1 }],
  };
  return { ids, transfer };
}
