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
export type { LocalExchange, LocalRegistry, LocalRegistryOptions, LocalRequest } from "./registry.js";
