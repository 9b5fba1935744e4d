export type {
  AdminCalls,
  CheckoutPayment,
  NewDocument,
  NewIssuance,
  NewOrder,
  NewOrganisation,
  NewProject,
  NewRefund,
  NewRemoval,
  NewStripeConfiguration,
  NewSupplier,
  ProjectName,
  ProjectReference,
  SupplierDescription,
} from "../generated/admin.js";
export type { LocalAccount } from "./account.js";
export type { LocalAdmin } from "./admin.js";
export type { CreateLocalRegistry } from "./entry.js";
export type { Failures } from "./failures.js";
export type { LocalRegistryOptions, PropertyDrift } from "./options.js";
export type { LocalAnswer, LocalRegistry, LocalRequest } from "./registry.js";
