import { z } from "zod";

// What a user would write by hand to check the same things: lengths and formats where a mistake would hurt.
const id = z.string().min(20).max(37);
const moment = z.iso.datetime({ offset: true });
const organisation = z.looseObject({ id, name: z.string(), domain: z.string().nullable() });

/** The schema of a credit batch; `kilograms` is how a number of kilograms is taken. */
const creditBatch = (kilograms) =>
  z.looseObject({
    id,
    serial_number: z.string(),
    status: z.string(),
    size: z.looseObject({ credits: z.number(), credit_kgs: kilograms }),
    issued_at: moment,
    retired_at: moment.nullable(),
    delivered_at: moment.nullable(),
    sequestered_on: z.iso.date(),
    country_of_issue: z.string(),
    supplier_id: id,
    parent_id: id.nullable(),
    left_child_id: id.nullable(),
    right_child_id: id.nullable(),
    issuance_id: id,
    delivery_id: id.nullable(),
    beneficiary: organisation.nullable(),
    retirement_id: id.nullable(),
    removal_id: id,
    owner: organisation,
    project_id: id,
    carbon_removal_data: z
      .looseObject({
        gross_carbon_removed_kg: kilograms,
        net_carbon_removed_kg: kilograms,
        emissions_kg: kilograms,
        counterfactuals_kg: kilograms,
        losses_kg: kilograms,
      })
      .nullable(),
    ccp_approved: z.boolean(),
  });

/** The schema of a page of credit batches. */
export const page = (kilograms) =>
  z.looseObject({
    nodes: z.array(creditBatch(kilograms)),
    total_count: z.int(),
    page_info: z.looseObject({
      has_previous_page: z.boolean(),
      start_cursor: z.string().nullable(),
      has_next_page: z.boolean(),
      end_cursor: z.string().nullable(),
    }),
  });

const exact = z.int().transform(BigInt);

/** Checks a page with zod and makes kilograms bigints. */
export const zodPage = page(exact);

/** The same for a credit batch. */
export const zodCreditBatch = creditBatch(exact);
