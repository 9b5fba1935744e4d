import { readDocument } from "../contract/document.mjs";

/** What the local registry answers beside what the document lists, as any registry does. */
const additions = ["401", "403", "404", "405", "409", "413"];

const refusal = {
  description: "A refusal in a sentence.",
  content: {
    "application/json": {
      schema: { type: "object", properties: { detail: { type: "string" } }, required: ["detail"] },
    },
  },
};

/**
 * The published document, with the known additions to its responses, without the access token that public reads do
 * not need, and with ids of existing records among the values that its requests can have: random ids name none.
 */
export function seededDocument(ids, transfer) {
  const document = readDocument();
  // What random values find for every other body, they hardly find here: a batch that nothing has taken from.
  document.paths["/transfers"].post.requestBody.content["application/json"].example = transfer;
  for (const [path, operations] of Object.entries(document.paths)) {
    const { [path.split("/")[1]]: ofResource } = resources;
    for (const operation of Object.values(operations)) {
      delete operation.security;
      for (const status of additions) {
        operation.responses[status] ??= refusal;
      }
      for (const parameter of operation.parameters ?? []) {
        const kind = parameter.in === "path" ? ofResource : properties[parameter.name];
        if (kind) {
          parameter.schema = orOneOf(parameter.schema, ids[kind]);
        }
      }
    }
  }
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (!/^Create|Quantity/.test(name)) {
      continue;
    }
    for (const [property, value] of Object.entries(schema.properties ?? {})) {
      const kind = properties[property];
      if (kind) {
        schema.properties[property] = orOneOf(value, ids[kind]);
      }
    }
  }
  return document;
}

const orOneOf = (schema, values) => ({ anyOf: [{ enum: values }, schema], examples: values });

/** The kind of the id in the paths of a resource. */
const resources = {
  organisations: "organisation",
  suppliers: "supplier",
  projects: "project",
  issuances: "issuance",
  deliveries: "delivery",
  transfers: "transfer",
  refunds: "refund",
  retirements: "retirement",
  orders: "order",
  credit_batches: "batch",
};

/** The kind of id that a parameter or a property of a body holds. */
const properties = {
  supplier_id: "supplier",
  from_supplier_id: "supplier",
  project_id: "project",
  issuance_id: "issuance",
  delivery_id: "delivery",
  order_id: "order",
  retirement_id: "retirement",
  credit_batch_id: "batch",
  owner_organisation_id: "self",
  beneficiary_organisation_id: "organisation",
  from_organisation_id: "self",
  to_organisation_id: "other",
  beneficiary_org_id: "organisation",
  owner_org_id: "organisation",
};
