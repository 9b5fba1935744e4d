import type { ForwardPage, ListOptions, Page, RegistryClient, Supplier, SupplierId } from "isometric-registry";

/** All suppliers, page by page. Nothing is sent until somebody iterates. */
export function listSuppliers(
  registry: RegistryClient,
  page: ForwardPage,
  options: ListOptions,
): AsyncIterable<Page<Supplier>> {
  return registry.suppliers.list(page, options).pages();
}

/** A supplier; `null` for an unknown id, as the API answers. */
export function loadSupplier(registry: RegistryClient, id: SupplierId, signal: AbortSignal): Promise<Supplier | null> {
  return registry.suppliers.get(id, { signal });
}
