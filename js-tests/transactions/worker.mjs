// Sees to orders until all are done. Killed at any moment and started again, it goes on where it was.
import { RegistryClient } from "isometric-registry";
import { createTransactions } from "isometric-registry/transactions";
import { fileJournal, sqliteJournal } from "isometric-registry/transactions/node";

const {
  kind,
  path,
  baseUrl,
  clientSecret,
  accessToken,
  supplier,
  orders,
  owner,
  marker = false,
} = JSON.parse(process.argv[2]);

async function journalOf() {
  switch (kind) {
    case "file":
      return fileJournal(path);
    case "sqlite":
      return sqliteJournal(path);
    default: {
      const { postgresJournal } = await import("./postgres-journal.mjs");
      return postgresJournal(path);
    }
  }
}

const registry = new RegistryClient({ baseUrl, clientSecret, accessToken, timeoutMs: 150, maxRetries: 0 });
const transactions = createTransactions(registry, { journal: await journalOf(), timeoutMs: 150, lagMs: 60 });
await transactions.settle();
for (const order of orders) {
  for (let tries = 0; ; tries += 1) {
    try {
      const plan = await transactions.planRetirement({
        reference: `order-${order}`,
        beneficiary_organisation_id: owner,
        supplier_id: supplier,
        retirement_purposes: ["other"],
        notes: `order ${order}`,
        credit_quantity_kg: BigInt(100 + order),
        marker,
      });
      const { receipt } = await plan.execute({ replan: 5 });
      process.stdout.write(`${order} ${receipt.record_id} ${receipt.certainty}\n`);
      break;
    } catch (error) {
      process.stderr.write(`${order}: ${error.name}: ${error.message}\n`);
      if (tries > 1_000) {
        throw error;
      }
    }
  }
}
await transactions.close();
