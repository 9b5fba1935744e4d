import type { Field } from "../tables.js";

const part: readonly Field[] = [
  { name: "credit_batch_id", kind: "id" },
  { name: "credit_quantity_kg", kind: "kilograms" },
];

const receipt: readonly Field[] = [
  { name: "reference", kind: "text" },
  { name: "kind", kind: "enum" },
  { name: "origin", kind: "text" },
  { name: "owner_organisation_id", kind: "id" },
  { name: "digest", kind: "text" },
  { name: "attempt", kind: "integer" },
  { name: "sends", kind: "integer" },
  { name: "record_id", kind: "id" },
  { name: "certainty", kind: "enum" },
  { name: "fence", kind: "enum" },
  { name: "marker", kind: "text" },
  { name: "parts", kind: "list", model: "ReceiptPart" },
  { name: "evidence", kind: "list", model: "Evidence" },
];

/** The models of the command line's own answers, in addition to those of the registry. */
export const ownModels: Readonly<Record<string, readonly Field[]>> = {
  Plan: [
    { name: "reference", kind: "text" },
    { name: "kind", kind: "enum" },
    { name: "state", kind: "enum" },
    { name: "attempt", kind: "integer" },
    { name: "total_kg", kind: "kilograms" },
    { name: "parts", kind: "list", model: "PlannedPart" },
    { name: "warnings", kind: "list" },
  ],
  PlannedPart: [
    ...part,
    { name: "batch_size_kg", kind: "kilograms" },
    { name: "serial_number", kind: "text" },
    { name: "issued_at", kind: "timestamp" },
    { name: "sequestered_on", kind: "date" },
    { name: "delivery_id", kind: "id" },
  ],
  Receipt: receipt,
  ReceiptPart: [...part, { name: "taken_batch_id", kind: "id" }, { name: "serial_number", kind: "text" }],
  Evidence: [
    { name: "at", kind: "timestamp" },
    { name: "what", kind: "text" },
  ],
  ...Object.fromEntries(
    ["Retirement", "Transfer", "Delivery"].map((model): [string, readonly Field[]] => [
      `Executed${model}`,
      [
        { name: model.toLowerCase(), kind: "object", model },
        { name: "receipt", kind: "object", model: "Receipt" },
      ],
    ]),
  ),
  Settled: [
    { name: "reference", kind: "text" },
    { name: "kind", kind: "enum" },
    { name: "outcome", kind: "enum" },
    { name: "record_id", kind: "id" },
    { name: "why", kind: "text" },
  ],
  OpenEntry: [
    { name: "reference", kind: "text" },
    { name: "kind", kind: "enum" },
    { name: "state", kind: "enum" },
    { name: "owner_organisation_id", kind: "id" },
    { name: "created_at", kind: "timestamp" },
  ],
  Beneficiary: [
    { name: "id", kind: "id" },
    { name: "certainty", kind: "enum" },
    { name: "created", kind: "boolean" },
  ],
  FenceCheck: [
    { name: "holds", kind: "boolean" },
    { name: "retirement", kind: "object", model: "Retirement" },
    { name: "refusal", kind: "text" },
  ],
};
