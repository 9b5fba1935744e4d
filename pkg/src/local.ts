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
} from "./local/admin.js";
export type { Failures } from "./local/failures.js";
export {
  createLocalRegistry,
  type LocalExchange,
  type LocalRegistry,
  type LocalRegistryOptions,
  type LocalRequest,
} from "./local/registry.js";
