import type { OrganisationId } from "isometric-registry";
import type { Mirror, StatementKilograms } from "isometric-registry/mirror";

/** What came to an organisation, what it passed on and retired, and what it holds, in kilograms. */
export interface Stock {
  readonly came: bigint;
  readonly passedOn: bigint;
  readonly retired: bigint;
  readonly holds: bigint;
}

/** Works out of a copy what an organisation holds, by project and vintage. The API lists holdings to their owner only. */
export async function loadHoldings(mirror: Mirror, organisation: OrganisationId, signal: AbortSignal) {
  const { lines, total } = await mirror.statement({ organisation, signal });
  const rows = lines.map((line) => ({ ...stock(line), project_id: line.projectId, vintage: line.vintage }));
  return { rows: rows.sort((one, other) => (one.holds < other.holds ? 1 : -1)), total: stock(total) };
}

const stock = (of: StatementKilograms): Stock => ({
  came: of.issuedKgs + of.receivedKgs + of.refundedKgs + of.unexplainedKgs,
  passedOn: of.deliveredKgs + of.transferredKgs,
  retired: of.retiredKgs,
  holds: of.closingKgs,
});
