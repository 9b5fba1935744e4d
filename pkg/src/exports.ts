export type { Drift, OnDrift } from "./client/drift.js";
export type { FromJson, RegistryClientConstructor } from "./client/entry.js";
export type {
  AccessTokenSource,
  ActEvent,
  CallOptions,
  ClientOptions,
  Environment,
  Fetch,
  HookEvent,
  Hooks,
  ListOptions,
} from "./client/options.js";
export type { RequestDescription } from "./client/request.js";
export type { FromJsonOptions } from "./client/stored.js";
export {
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  ConflictError,
  DecodeError,
  type DecodeErrorDetails,
  InvalidRequestError,
  type InvalidRequestIssue,
  isOutcomeUnknown,
  NetworkError,
  NotFoundError,
  type Outcome,
  PaginationError,
  PermissionDeniedError,
  RateLimitError,
  RegistryError,
  type RegistryErrorDetails,
  ServerError,
  TimeoutError,
  type TransportErrorDetails,
  ValidationError,
} from "./error/errors.js";
export type * from "./generated/models.js";
export type * from "./generated/resources.js";
export type { Page } from "./paging/page.js";
export { PagedList } from "./paging/paged-list.js";
export { errorFromJson } from "./value/error.js";
export { parseId } from "./value/id.js";
export { toJson } from "./value/json.js";
export { creditsFromKg, kgFromCredits } from "./value/quantity.js";
