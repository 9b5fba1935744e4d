import type { Client } from "../client/client.js";
import type { CallOptions } from "../client/options.js";
import { ApiError, InvalidRequestError, NetworkError, type RegistryError, TimeoutError } from "../error/errors.js";
import type {
  CreateDeliveryRequest,
  CreateOrganizationBeneficiary,
  CreateRetirementByBatchRequest,
  CreateTransferRequest,
  CreditBatchId,
  DeliveryId,
  OrderId,
  OrganisationId,
  RetirementId,
  SupplierId,
  TransferId,
} from "../generated/models.js";
import type { Failure, Read } from "../generated/transactions.js";

/** The API's own page size. */
const first = 50;

/** Performs the reads that a flow asks for. */
export function readFrom(registry: Client, read: Read, options: CallOptions): PromiseLike<unknown> {
  const page = (after: string | null) => (after === null ? { first } : { first, after });
  switch (read.what) {
    case "current_organisation":
      return registry.organisations.current(options);
    case "credit_batch":
      return registry.creditBatches.get(read.id as CreditBatchId, options);
    case "order":
      return registry.orders.get(read.id as OrderId, options);
    case "beneficiaries":
      return registry.beneficiaries.list(page(read.after), options);
    case "active_batches":
      return registry.organisations.creditBatches(
        read.owner as OrganisationId,
        {
          ...page(read.after),
          status: ["active"],
          supplier_id: read.supplier as SupplierId,
          order_id: read.order as OrderId | null,
          sort_field: "issued_at",
          sort_direction: "asc",
        },
        options,
      );
    case "record":
      return readRecord(registry, read.kind, read.id, options);
    case "record_batches":
      switch (read.kind) {
        case "retirement":
          return registry.retirements.creditBatches(read.id as RetirementId, options);
        case "transfer":
          return registry.transfers.creditBatches(read.id as TransferId, options);
        case "delivery":
          return registry.deliveries.creditBatches(read.id as DeliveryId, options);
      }
      break;
    case "records":
      return readRecords(registry, read, page(read.after), options);
  }
}

/** Reads a retirement, transfer or delivery. */
export function readRecord(
  registry: Client,
  kind: "retirement" | "transfer" | "delivery",
  id: string,
  options: CallOptions,
): Promise<unknown> {
  switch (kind) {
    case "retirement":
      return registry.retirements.get(id as RetirementId, options);
    case "transfer":
      return registry.transfers.get(id as TransferId, options);
    case "delivery":
      return registry.deliveries.get(id as DeliveryId, options);
  }
}

function readRecords(
  registry: Client,
  { kind, from, to }: Extract<Read, { what: "records" }>,
  page: { first: number; after?: string },
  options: CallOptions,
): PromiseLike<unknown> {
  const receiver = to as OrganisationId;
  switch (kind) {
    case "retirement":
      return registry.retirements.list(
        { ...page, owner_org_id: from as OrganisationId, beneficiary_org_id: receiver },
        options,
      );
    case "transfer":
      return registry.transfers.list(
        { ...page, from_organisation_id: from as OrganisationId, to_organisation_id: receiver },
        options,
      );
    case "delivery":
      return registry.deliveries.list(
        { ...page, from_supplier_id: from as SupplierId, to_organisation_id: receiver },
        options,
      );
  }
}

/** Sends a write request, once: the flow decides whether it is sent again. */
export function sendTo(registry: Client, operation: string, body: unknown, options: CallOptions): Promise<unknown> {
  const once = { ...options, maxRetries: 0 };
  switch (operation) {
    case "retirements.create":
      return registry.retirements.create(body as CreateRetirementByBatchRequest, once);
    case "transfers.create":
      return registry.transfers.create(body as CreateTransferRequest, once);
    case "deliveries.create":
      return registry.deliveries.create(body as CreateDeliveryRequest, once);
    default:
      return registry.beneficiaries.create(body as CreateOrganizationBeneficiary, once);
  }
}

/** What a failed call reveals about whether the registry has acted. */
export function failureOf(error: RegistryError): Failure {
  const hasStatus = error instanceof ApiError || error instanceof NetworkError || error instanceof TimeoutError;
  const wait = error instanceof ApiError ? error.retryAfterMs : null;
  return {
    // Errors of reads have no outcome, as a read changes nothing.
    kind: error.outcome ?? "unknown",
    status: hasStatus ? error.status : null,
    retry_after_ms: wait === null ? null : Math.ceil(wait),
    message: error.message,
    may_pass: !(error instanceof InvalidRequestError),
  };
}
