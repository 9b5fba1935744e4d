import type {
  ForwardPage,
  ListOptions,
  Page,
  Project,
  ProjectId,
  RegistryClient,
  SupplierId,
} from "isometric-registry";

/** The projects of one supplier, or all. */
export function listProjects(
  registry: RegistryClient,
  { supplier_id, ...page }: ForwardPage & { supplier_id?: SupplierId },
  options: ListOptions,
): AsyncIterable<Page<Project>> {
  const list = supplier_id
    ? registry.suppliers.projects(supplier_id, page, options)
    : registry.projects.list(page, options);
  return list.pages();
}

/** A project and its documents; `null` for an unknown id, as the API answers. */
export async function loadProject(registry: RegistryClient, id: ProjectId, signal: AbortSignal) {
  const project = await registry.projects.get(id, { signal });
  if (project === null) {
    return null;
  }
  const documents = await registry.projects.documents(id, {}, { signal }).toArray();
  return { project, documents };
}
