import { type CreditQuantity, creditsFromKg } from "isometric-registry";

/** A quantity in credits, exact, with thousands separators. */
export function Credits({ of }: { of: Pick<CreditQuantity, "credit_kgs"> }) {
  const [whole = "", fraction] = creditsFromKg(of.credit_kgs, { places: 3 }).split(".");
  return <span className="credits">{`${whole.replace(/\B(?=(\d{3})+$)/g, "\u202f")}.${fraction}`}</span>;
}
