import type { Organisation, OrganisationId, RegistryClient } from "isometric-registry";

/** An organisation; `null` for an unknown id, as the API answers. */
export function loadOrganisation(
  registry: RegistryClient,
  id: OrganisationId,
  signal: AbortSignal,
): Promise<Organisation | null> {
  return registry.organisations.get(id, { signal });
}
