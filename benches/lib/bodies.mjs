import { encode, page } from "./pages.mjs";
import { createRandom } from "./random.mjs";
import { createSamples } from "./samples.mjs";

/** What lists give pages of. */
const LISTED = [
  "CreditBatch",
  "Project",
  "Supplier",
  "Issuance",
  "Delivery",
  "Transfer",
  "Retirement",
  "Order",
  "Organisation",
  "ProjectDocument",
];

/** The kinds of response that are not pages. */
const SINGLE = [
  "ListResource<CreditBatch>",
  "IssuanceCreditBatches",
  "OrganisationCreditBalance",
  "Organisation",
  "Supplier",
  "Project",
  "CreditBatch",
  "Issuance",
  "Delivery",
  "Transfer",
  "Retirement",
  "Order",
  "BufferPoolRefund",
  "StripeCheckoutResponse",
  "SupplierStripeConfiguration",
];

/** The names of all kinds of response. */
export const RESPONSES = [...LISTED.map((model) => `Page<${model}>`), ...SINGLE];

/** How many bodies of a kind there are: no two alike, so that nothing is remembered from one to the next. */
const COUNT = 16;

/** The bytes of responses of a kind: the same for the same arguments. */
export function bodies(typeName, options) {
  const random = createRandom([...typeName].reduce((seed, letter) => 31 * seed + letter.charCodeAt(0), 7) >>> 0);
  const make = maker(typeName, createSamples(random));
  return Array.from({ length: COUNT }, () => encode(make(), options));
}

function maker(typeName, samples) {
  const [, list, model] = /^(Page|ListResource)<(\w+)>$/.exec(typeName) ?? [];
  if (list === "Page") {
    return () => page(samples[model], 1, 3);
  }
  if (list === "ListResource") {
    return () => ({ nodes: Array.from({ length: 20 }, samples[model]), total_count: 20 });
  }
  return samples[typeName];
}
