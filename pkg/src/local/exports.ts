export type {
  CheckoutPayment,
  LocalAccount,
  LocalAdmin,
  NewDocument,
  NewIssuance,
  NewOrder,
  NewOrganisation,
  NewProject,
  NewRefund,
  NewSupplier,
} from "./admin.js";
export type { Failures } from "./failures.js";
export type { LocalRegistryOptions } from "./options.js";
export type { LocalExchange, LocalRegistry, LocalRequest } from "./registry.js";
