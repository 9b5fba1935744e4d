// The checks of `zod-page.mjs`, in the form that a generator of clients reads.
const id = { type: "string", minLength: 20, maxLength: 37 };
const moment = { type: "string", format: "date-time" };
const day = { type: "string", format: "date" };
const text = { type: "string" };
const kilograms = { type: "integer", format: "int64" };
const flag = { type: "boolean" };

const named = (name) => ({ $ref: `#/components/schemas/${name}` });
const orNull = (schema) =>
  schema.$ref ? { anyOf: [schema, { type: "null" }] } : { ...schema, type: [schema.type, "null"] };

/** An object of these properties, all of them there. */
const object = (properties) => ({ type: "object", properties, required: Object.keys(properties) });

const schemas = {
  Organisation: object({ id, name: text, domain: orNull(text) }),
  CreditQuantity: object({ credits: { type: "number" }, credit_kgs: kilograms }),
  CarbonRemovalData: object({
    gross_carbon_removed_kg: kilograms,
    net_carbon_removed_kg: kilograms,
    emissions_kg: kilograms,
    counterfactuals_kg: kilograms,
    losses_kg: kilograms,
  }),
  CreditBatch: object({
    id,
    serial_number: text,
    status: text,
    size: named("CreditQuantity"),
    issued_at: moment,
    retired_at: orNull(moment),
    delivered_at: orNull(moment),
    sequestered_on: day,
    country_of_issue: text,
    supplier_id: id,
    parent_id: orNull(id),
    left_child_id: orNull(id),
    right_child_id: orNull(id),
    issuance_id: id,
    delivery_id: orNull(id),
    beneficiary: orNull(named("Organisation")),
    retirement_id: orNull(id),
    removal_id: id,
    owner: named("Organisation"),
    project_id: id,
    carbon_removal_data: orNull(named("CarbonRemovalData")),
    ccp_approved: flag,
  }),
  PageInfo: object({
    has_previous_page: flag,
    start_cursor: orNull(text),
    has_next_page: flag,
    end_cursor: orNull(text),
  }),
  CreditBatchPage: object({
    nodes: { type: "array", items: named("CreditBatch") },
    total_count: { type: "integer" },
    page_info: named("PageInfo"),
  }),
};

/** The one operation that is measured with generated clients, as an OpenAPI document. */
export const openapiDocument = {
  openapi: "3.1.0",
  info: { title: "Credit batches", version: "0" },
  paths: {
    "/organisations/{id}/credit_batches": {
      get: {
        operationId: "listCreditBatches",
        parameters: [
          { name: "id", in: "path", required: true, schema: id },
          { name: "first", in: "query", schema: { type: "integer" } },
          { name: "after", in: "query", schema: text },
        ],
        responses: {
          200: { description: "A page.", content: { "application/json": { schema: named("CreditBatchPage") } } },
        },
      },
    },
  },
  components: { schemas },
};
