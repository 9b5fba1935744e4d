import type {
  BufferPoolRefund,
  CalendarDate,
  CarbonRemovalData,
  Issuance,
  KilogramsInput,
  Location,
  Models,
  Order,
  Organisation,
  OrganisationId,
  Pathway,
  Project,
  ProjectDocument,
  ProjectId,
  ProjectStatus,
  Supplier,
  SupplierId,
  Timestamp,
} from "../generated/models.js";
import { isDate } from "../value/describe.js";
import { toJson } from "../value/json.js";
import { refuse } from "../value/refuse.js";

/** The credentials of somebody at a local registry. */
export interface LocalAccount {
  /** Whether it buys credits or is issued them. */
  readonly role: "buyer" | "supplier";
  /** The organisation that the access token belongs to. */
  readonly organisation_id: OrganisationId;
  /** The supplier that the organisation is, if it is one. */
  readonly supplier_id?: SupplierId;
  /** For `clientSecret`. */
  readonly clientSecret: string;
  /** For `accessToken`. */
  readonly accessToken: string;
}

/** An organisation to be. */
export interface NewOrganisation {
  /** Its name. */
  name: string;
  /** Its internet domain, which no other has. */
  domain?: string | null;
}

/** A supplier to be. */
export interface NewSupplier extends NewOrganisation {
  /** What it does, in a sentence. */
  short_description?: string | null;
  /** What it does, at length. */
  long_description?: string | null;
  /** Where it is based. */
  location?: Location | null;
  /** How it sells by card, if it does. Prices are decimal text. */
  stripe_configuration?: {
    account_id: string;
    credit_product_price_per_tonne?: string | null;
    verification_product_price_per_tonne?: string | null;
    currency?: string | null;
  } | null;
}

/** A project to be. What is left out is made up. */
export interface NewProject {
  supplier_id: SupplierId;
  name: string;
  pathway: Pathway;
  /** ISO 3166-1 alpha-3, such as `"GBR"`. */
  country_code: string;
  /** `"validated"` unless said otherwise, so that credits can be issued. */
  status?: ProjectStatus;
  short_code?: string;
  process_key?: string;
  protocol_slug?: string;
  validator_name?: string | null;
  current_verifier_name?: string | null;
  crediting_period_start?: CalendarDate | null;
  crediting_period_end?: CalendarDate | null;
  location?: Location | null;
  /** Whether it carries the ICVCM's Core Carbon Principles label; not unless said otherwise. */
  ccp_approved?: boolean;
}

/** A document to be. */
export interface NewDocument {
  project_id: ProjectId;
  display_name: string;
  url: string;
}

/** An issuance to be. */
export interface NewIssuance {
  project_id: ProjectId;
  /** What was removed; each gives a batch to the supplier, and one to its buffer pool. */
  removals: readonly {
    /** For the supplier, in kilograms. */
    credit_quantity_kg: KilogramsInput;
    /** For the buffer pool, in kilograms; none unless said otherwise. */
    buffer_pool_credit_quantity_kg?: KilogramsInput;
    /** The day on which the carbon was stored; today unless said otherwise. */
    sequestered_on?: CalendarDate;
    carbon_removal_data?: CarbonRemovalData | null;
  }[];
  reporting_period_start_at?: CalendarDate;
  reporting_period_end_at?: CalendarDate;
}

/** An order to be. */
export interface NewOrder {
  supplier_id: SupplierId;
  buyer_organisation_id: OrganisationId;
  credit_quantity_kg: KilogramsInput;
  /** Today unless said otherwise. */
  effective_contract_date?: CalendarDate;
}

/** A refund to be. */
export interface NewRefund {
  /** Whose buffer pool gives. */
  supplier_id: SupplierId;
  /** Who receives; the supplier unless said otherwise. */
  to_organisation_id?: OrganisationId;
  credit_quantity_kg: KilogramsInput;
  /** Why. */
  notes: string;
}

/** A payment of a checkout. */
export interface CheckoutPayment {
  /** What `stripe.createCheckoutSession` gave. */
  redirect_url: string;
  /** The buyer; without it, one is made for the customer. */
  buyer_organisation_id?: OrganisationId;
  /** The customer's address, where the checkout did not give it. */
  customer_email?: string;
}

/**
 * What the API cannot do. Each call is refused whole or carried out whole; a refusal rejects with an error
 * that says why.
 */
export interface LocalAdmin {
  /** Adds a buyer and its account. */
  addOrganisation(organisation: NewOrganisation): Promise<Organisation & { account: LocalAccount }>;
  /** Adds a supplier, its account and its buffer pool. */
  addSupplier(supplier: NewSupplier): Promise<Supplier & { account: LocalAccount }>;
  /** Adds a project. */
  addProject(project: NewProject): Promise<Project>;
  /** Adds a document to a project. */
  addDocument(document: NewDocument): Promise<ProjectDocument>;
  /** Issues credits. */
  issue(issuance: NewIssuance): Promise<Issuance>;
  /** Places an order. */
  placeOrder(order: NewOrder): Promise<Order>;
  /** Gives credits of a buffer pool back. */
  refund(refund: NewRefund): Promise<BufferPoolRefund>;
  /** Pays a checkout: places an order and delivers it. */
  completeCheckout(payment: CheckoutPayment): Promise<Order>;
  /** Stops the registry's clock at a moment; `null` lets it go on. Gives the time it shows. */
  setTime(now: Date | Timestamp | null): Promise<Timestamp>;
}

/** The model that each call gives. */
const ANSWERS = {
  addOrganisation: "Organisation",
  addSupplier: "Supplier",
  addProject: "Project",
  addDocument: "ProjectDocument",
  issue: "Issuance",
  placeOrder: "Order",
  refund: "BufferPoolRefund",
  completeCheckout: "Order",
} as const satisfies Record<Exclude<keyof LocalAdmin, "setTime">, keyof Models>;

/** The names of what can be done. */
export const adminNames: readonly string[] = [...Object.keys(ANSWERS), "setTime"];

/** Makes the calls of `admin` from one that takes and gives JSON. */
export function createAdmin(
  run: (name: string, input: string) => string,
  read: <Name extends keyof Models>(name: Name, text: string) => Promise<Models[Name]>,
): LocalAdmin {
  const calls = Object.entries(ANSWERS).map(([name, model]) => [
    name,
    async (input: unknown) => read(model, run(name, toJson(input))),
  ]);
  const setTime: LocalAdmin["setTime"] = async (now) => {
    if (!isMoment(now)) {
      refuse("setTime", "now", "a Date, an RFC 3339 timestamp or null", now);
    }
    return JSON.parse(run("setTime", toJson({ now }))) as Timestamp;
  };
  return { ...(Object.fromEntries(calls) as Omit<LocalAdmin, "setTime">), setTime };
}

/** Whether it is `null`, text or a valid `Date`: an invalid one would go out as `null`. */
function isMoment(value: unknown): boolean {
  return (
    value === null ||
    typeof value === "string" ||
    (typeof value === "object" && isDate(value) && !Number.isNaN(value.getTime()))
  );
}
