/** What a user does first, the same everywhere; gives JSON text. */
export async function useRegistry({ NotFoundError, RegistryClient, toJson }, options) {
  const registry = new RegistryClient(options);
  const me = await registry.organisations.current();
  const { total } = await registry.organisations.creditBalance(me.id);
  const batches = [];
  for await (const batch of registry.organisations.creditBatches(me.id, { status: ["active"], first: 2 })) {
    batches.push(batch);
  }
  const missing = await registry.retirements.get("ret_00000000000000000000").catch((error) => error);
  const retirement = await registry.retirements.createFromOldestCredits({
    owner_organisation_id: me.id,
    beneficiary_organisation_id: me.id,
    supplier_id: batches.at(-1).supplier_id,
    retirement_purposes: ["corporate_targets"],
    credit_quantity_kg: 1500n,
  });
  const error = { isNotFound: missing instanceof NotFoundError, name: missing.name, status: missing.status };
  return toJson({ me, total, batches, error, retirement });
}
