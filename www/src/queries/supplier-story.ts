import type { Delivery, Issuance, Project, RegistryClient, Supplier } from "isometric-registry";
import { type Share, sharesOf } from "./shares";

/** What a supplier removed, and whom it delivered to. */
export interface SupplierStory {
  readonly projects: readonly Project[];
  readonly issuances: readonly Issuance[];
  readonly deliveries: readonly Delivery[];
}

/** Reads the supplier's projects, issuances and deliveries, each to its end. */
export async function loadSupplierStory(
  registry: RegistryClient,
  { id }: Supplier,
  signal: AbortSignal,
): Promise<SupplierStory> {
  const [projects, issuances, deliveries] = await Promise.all([
    registry.suppliers.projects(id, {}, { signal }).toArray(),
    registry.suppliers.issuances(id, {}, { signal }).toArray(),
    registry.deliveries.list({ from_supplier_id: id }, { signal }).toArray(),
  ]);
  return { projects, issuances, deliveries };
}

/** Who its credits were delivered to, the most first. */
export const receivers = ({ deliveries }: SupplierStory): Share[] =>
  sharesOf(deliveries, ({ to_organisation, credit_batch_size_total }) => [
    to_organisation,
    credit_batch_size_total.credit_kgs,
  ]);
