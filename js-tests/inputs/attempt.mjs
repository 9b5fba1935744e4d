import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidRequestError } from "isometric-registry";
import { ids } from "../contract/calls.mjs";
import { exampleText } from "../contract/examples.mjs";
import { recording } from "../contract/recorder.mjs";

/** A part of a batch. */
export const quantity = (parts = {}) => ({
  credit_batch_id: ids.creditBatch,
  credit_quantity_kg: 1n,
  ...parts,
});
const retirement = (parts = {}) => ({
  owner_organisation_id: ids.organisation,
  beneficiary_organisation_id: ids.organisation,
  supplier_id: ids.supplier,
  retirement_purposes: ["other"],
  ...parts,
});
const checkout = (parts = {}) => ({
  quantity_kg: 1n,
  frequency: "one_time",
  isometric_terms_and_conditions_accepted: true,
  supplier_terms_and_conditions_accepted: true,
  success_url: "https://shop.example/paid",
  cancel_url: "https://shop.example/cancelled",
  ...parts,
});

/** The calls that are tried, each with the example that answers it. */
const attempts = {
  deliver: [
    "Delivery",
    (registry, parts) =>
      registry.deliveries.create({ credit_batch_quantities: [quantity()], order_id: ids.order, ...parts }),
  ],
  transfer: [
    "Transfer",
    (registry, parts) =>
      registry.transfers.create({
        credit_batch_quantities: [quantity()],
        from_organisation_id: ids.organisation,
        to_organisation_id: ids.otherOrganisation,
        supplier_id: ids.supplier,
        ...parts,
      }),
  ],
  retire: [
    "Retirement",
    (registry, parts) => registry.retirements.create(retirement({ credit_batch_quantities: [quantity()], ...parts })),
  ],
  retireOldest: [
    "Retirement",
    (registry, parts) => registry.retirements.createFromOldestCredits(retirement({ credit_quantity_kg: 1n, ...parts })),
  ],
  addBeneficiary: ["Organisation", (registry, body) => registry.beneficiaries.create(body)],
  buy: ["StripeCheckoutResponse", (registry, parts) => registry.stripe.createCheckoutSession(checkout(parts))],
  list: ["Page<Project>", (registry, page) => registry.projects.list(page)],
  batches: [
    "Page<CreditBatch>",
    (registry, filters) => registry.organisations.creditBatches(ids.organisation, filters),
  ],
  get: ["Order", (registry, id) => registry.orders.get(id)],
};

/** Makes a call; gives what was sent and, where it was refused, the issues by path. */
export async function attempt(name, argument) {
  const [answer, by] = attempts[name];
  const { registry, requests } = recording(exampleText("bare", answer));
  try {
    await by(registry, argument);
    return { requests };
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) {
      throw error;
    }
    assert.equal(error.outcome, error.method === "GET" ? null : "not_sent");
    assert.deepEqual(requests, []);
    for (const { path, message } of error.issues) {
      assert.ok(error.message.includes(path), error.message);
      assert.ok(error.message.includes(message), error.message);
    }
    return { requests, issues: Object.fromEntries(error.issues.map(({ path, message }) => [path, message])) };
  }
}

/** A test that a call is sent. */
export function accepts(name, title, argument) {
  test(`${name} accepts ${title}`, async () => {
    assert.equal((await attempt(name, argument)).requests.length, 1);
  });
}

/** A test that a call is refused, for what is at these paths and nothing else. */
export function refuses(name, title, argument, ...paths) {
  test(`${name} refuses ${title}`, async () => {
    assert.deepEqual(Object.keys((await attempt(name, argument)).issues ?? {}), paths);
  });
}
