import type { RegistryClient } from "isometric-registry";

/** What a page shows of what was loaded. */
export interface EntityProps<T> {
  readonly of: T;
  readonly registry: RegistryClient;
}
