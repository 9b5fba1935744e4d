import type { CreditBatch, Project, RegistryClient } from "isometric-registry";
import { loadProjectStory } from "./project-story";

/** Something that has a name. */
export interface Named {
  readonly id: string;
  readonly kind: "Project" | "Supplier" | "Organisation";
  readonly name: string;
}

/** Everything of the public record that has a name: projects, suppliers, and who has retired credits. */
export async function loadNames(registry: RegistryClient): Promise<Named[]> {
  const [projects, suppliers, retirements] = await Promise.all([
    registry.projects.list().toArray(),
    registry.suppliers.list().toArray(),
    registry.retirements.list().toArray(),
  ]);
  const organisations = [
    ...suppliers.map(({ organisation }) => organisation),
    ...retirements.flatMap(({ owner, beneficiary }) => [owner, beneficiary]),
  ];
  const named: Named[] = [
    ...projects.map(({ id, name }) => ({ id, name, kind: "Project" as const })),
    ...suppliers.map(({ id, organisation }) => ({ id, name: organisation.name, kind: "Supplier" as const })),
    ...organisations.map(({ id, name }) => ({ id, name, kind: "Organisation" as const })),
  ];
  return [...new Map(named.map((each) => [each.id, each])).values()];
}

/** Those whose name holds the text, whatever its case and accents. */
export function matching(names: readonly Named[], text: string): Named[] {
  const wanted = plain(text);
  return names.filter(({ name }) => plain(name).includes(wanted));
}

/**
 * The batch of a serial number; `undefined` where there is none. The registry cannot be asked for one, but a serial number
 * holds its project's short code, and a project's batches can be followed.
 */
export async function findSerialNumber(
  registry: RegistryClient,
  serialNumber: string,
  signal: AbortSignal,
): Promise<CreditBatch | undefined> {
  const parts = serialNumber.toUpperCase().split("-");
  const projects = await registry.projects.list({}, { signal }).toArray();
  const candidates: Project[] = projects.filter(({ short_code }) => parts.includes(short_code.toUpperCase()));
  for (const project of candidates) {
    const { batches, split } = await loadProjectStory(registry, project, signal);
    const found = [...batches, ...split].find(({ serial_number }) => serial_number.toUpperCase() === parts.join("-"));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .trim();
