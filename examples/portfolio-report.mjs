import { creditsFromKg } from "isometric-registry";
import { connectToRead } from "./connect.mjs";

const registry = await connectToRead();
const me = await registry.organisations.current();

/** Active kilograms by project and vintage. */
const holdings = new Map();
for await (const batch of registry.organisations.creditBatches(me.id, { status: ["active"] })) {
  const vintages = holdings.get(batch.project_id) ?? new Map();
  const vintage = batch.sequestered_on.slice(0, 4);
  vintages.set(vintage, (vintages.get(vintage) ?? 0n) + batch.size.credit_kgs);
  holdings.set(batch.project_id, vintages);
}

console.log(`Active credits of ${me.name}`);
for (const [id, vintages] of holdings) {
  const project = await registry.projects.get(id);
  console.log(`\n${project?.name ?? id}`);
  for (const [vintage, kilograms] of [...vintages].sort()) {
    console.log(`  ${vintage}  ${creditsFromKg(kilograms).padStart(12)} credits`);
  }
}
