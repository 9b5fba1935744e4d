import type { OrganisationId, SupplierId } from "../generated/models.js";

/** Credentials for a local registry. */
export interface LocalAccount {
  /** Whether it buys credits or is issued them. */
  readonly role: "buyer" | "supplier";
  /** The organisation that the access token belongs to. */
  readonly organisation_id: OrganisationId;
  /** The supplier that belongs to the organisation, if any. */
  readonly supplier_id?: SupplierId;
  /** For `clientSecret`. */
  readonly clientSecret: string;
  /** For `accessToken`. */
  readonly accessToken: string;
}
