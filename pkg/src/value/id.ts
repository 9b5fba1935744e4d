import { type IdKinds, idPrefixes } from "../generated/models.js";
import { refuse } from "./refuse.js";

/**
 * Checks that a text is an id of a kind, and returns it with that type: `parseId("organisation", text)` is an
 * `OrganisationId`.
 *
 * @param kind the kind of id: `organisation`, `supplier`, `project`, `issuance`, `creditBatch`, `delivery`, `transfer`,
 * `retirement`, `order`, `bufferPoolRefund`, `removal`, `projectDocument` or `supplierStripeConfiguration`.
 * @param text the id: the kind's prefix, then letters, digits and underscores, 20 to 37 characters in total.
 * @throws InvalidRequestError when it is not such an id.
 */
export function parseId<Kind extends keyof IdKinds>(kind: Kind, text: string): IdKinds[Kind] {
  if (!Object.hasOwn(idPrefixes, kind)) {
    refuse("parseId", "kind", `one of ${Object.keys(idPrefixes).join(", ")}`, kind);
  }
  const prefix = idPrefixes[kind];
  if (typeof text !== "string" || !text.startsWith(prefix) || !/^\w{20,37}$/.test(text)) {
    refuse("parseId", "text", `${prefix} and letters, digits and underscores, 20 to 37 characters in total`, text);
  }
  return text as IdKinds[Kind];
}
