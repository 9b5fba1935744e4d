import type { CreditQuantity } from "isometric-registry";

/** The kilograms of records added up: bigints, so nothing is rounded. */
export const totalKg = (records: readonly { readonly credit_batch_size_total: CreditQuantity }[]): bigint =>
  records.reduce((sum, { credit_batch_size_total }) => sum + credit_batch_size_total.credit_kgs, 0n);
