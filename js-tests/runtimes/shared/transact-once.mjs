import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import { createTransactions, memoryJournal } from "isometric-registry/transactions";

/** A retirement whose answer is lost, against a registry in this process: what is known of it in the end. */
export async function retireOnce() {
  const { accounts, baseUrl, fetch } = await createLocalRegistry();
  const { clientSecret, accessToken, organisation_id } = accounts.find(({ role }) => role === "buyer");
  let lost = 0;
  const losing = async (url, init) => {
    const response = await fetch(url, init);
    if (init.method === "POST") {
      lost += 1;
      throw new TypeError("the connection broke off");
    }
    return response;
  };
  const registry = new RegistryClient({ baseUrl, fetch: losing, clientSecret, accessToken });
  const batch = await registry.organisations.creditBatches(organisation_id, { status: ["active"] }).first();
  const transactions = createTransactions(registry, { journal: memoryJournal(), lagMs: 50 });
  const plan = await transactions.planRetirement({
    reference: "order-1",
    beneficiary_organisation_id: organisation_id,
    supplier_id: batch.supplier_id,
    retirement_purposes: ["other"],
    credit_quantity_kg: 1n,
  });
  const { retirement, receipt } = await plan.execute();
  const { credit_kgs } = retirement.credit_batch_size_total;
  return `${credit_kgs} kg, ${receipt.certainty}, sent ${receipt.sends}, lost ${lost}`;
}
