import { RegistryClient } from "isometric-registry";
import { BASE_URL, ORGANISATION } from "./lib/addresses.mjs";
import { compareKinds, prepareKinds } from "./lib/kinds.mjs";
import { assertSame, withBigints } from "./lib/same.mjs";

const TARGET = 0.75;

const ID = "1GB56M1ST1S0GVNA";

/** A call of the public API for each kind of response that is read. */
const CALLS = {
  "Page<CreditBatch>": ({ organisations }) => organisations.creditBatches(ORGANISATION),
  "Page<Project>": ({ projects }) => projects.list(),
  "Page<Supplier>": ({ suppliers }) => suppliers.list(),
  "Page<Issuance>": ({ issuances }) => issuances.list(),
  "Page<Delivery>": ({ deliveries }) => deliveries.list(),
  "Page<Transfer>": ({ transfers }) => transfers.list(),
  "Page<Retirement>": ({ retirements }) => retirements.list(),
  "Page<Order>": ({ organisations }) => organisations.orders(ORGANISATION),
  "Page<Organisation>": ({ beneficiaries }) => beneficiaries.list(),
  "Page<ProjectDocument>": ({ projects }) => projects.documents(`prj_${ID}`),
  "ListResource<CreditBatch>": ({ retirements }) => retirements.creditBatches(`ret_${ID}`),
  IssuanceCreditBatches: ({ issuances }) => issuances.creditBatches(`iss_${ID}`),
  OrganisationCreditBalance: ({ organisations }) => organisations.creditBalance(ORGANISATION),
  Organisation: ({ organisations }) => organisations.current(),
  Supplier: ({ suppliers }) => suppliers.get(`spl_${ID}`),
  Project: ({ projects }) => projects.get(`prj_${ID}`),
  CreditBatch: ({ creditBatches }) => creditBatches.get(`ctb_${ID}`),
  Issuance: ({ issuances }) => issuances.get(`iss_${ID}`),
  Delivery: ({ deliveries }) => deliveries.get(`dlv_${ID}`),
  Transfer: ({ transfers }) => transfers.get(`tfr_${ID}`),
  Retirement: ({ retirements }) => retirements.get(`ret_${ID}`),
  Order: ({ orders }) => orders.get(`ord_${ID}`),
  BufferPoolRefund: ({ refunds }) => refunds.get(`bpr_${ID}`),
  SupplierStripeConfiguration: ({ stripe }) => stripe.configuration(),
};

/** Whole calls through the public API, one after the other, with an in-memory `fetch`. */
export async function benchCalls() {
  const tables = await prepareKinds(Object.keys(CALLS), contendersFor);
  await compareKinds("A call for each kind of response, in-memory fetch", tables, TARGET);
}

/** The ways to ask for a kind of response. The second decodes nothing: no way can take less. */
async function contendersFor(typeName, all) {
  let asked = 0;
  /** @type {typeof globalThis.fetch} */
  const fetch = async () =>
    new Response(all[asked++ % all.length], { headers: { "content-type": "application/json" } });
  const registry = new RegistryClient({ baseUrl: BASE_URL, fetch });
  const plain = async () => (await fetch(BASE_URL)).json();
  const bytesAlone = async () => (await fetch(BASE_URL)).arrayBuffer();
  const ours = () => CALLS[typeName](registry);
  for (const [index, bytes] of all.entries()) {
    const expected = JSON.parse(new TextDecoder().decode(bytes));
    asked = index;
    assertSame(await plain(), expected, typeName);
    asked = index;
    assertSame(new Uint8Array(await bytesAlone()), bytes, typeName);
    asked = index;
    assertSame(await ours(), withBigints(expected), typeName);
  }
  return [
    { name: "response.json()", run: plain },
    { name: "arrayBuffer()", run: bytesAlone },
    { name: "ours", run: ours },
  ];
}
