import { creditsFromKg, kgFromCredits, RegistryClient } from "/package/index.js";

const registry = new RegistryClient({ baseUrl: "/registry" });
const told = document.querySelector("#told");

onClick("#sign-in", async () => {
  await fetch("/session", { method: "POST" });
  return showBalance();
});

onClick("#sign-out", async () => {
  await fetch("/session", { method: "DELETE" });
  return "Signed out.";
});

onClick("#retire", async () => {
  const me = await registry.organisations.current();
  const batch = await registry.organisations.creditBatches(me.id, { status: ["active"] }).first();
  if (batch === undefined) {
    return "There are no active credits to retire.";
  }
  const { url } = await registry.retirements.createFromOldestCredits({
    owner_organisation_id: me.id,
    beneficiary_organisation_id: me.id,
    supplier_id: batch.supplier_id,
    retirement_purposes: ["corporate_targets"],
    credit_quantity_kg: kgFromCredits("1"),
  });
  return `Retired: ${url}`;
});

void tell(async () => {
  for await (const project of registry.projects.list()) {
    const item = document.createElement("li");
    item.textContent = project.name;
    document.querySelector("#projects").append(item);
  }
  return "Projects are there.";
});

async function showBalance() {
  const me = await registry.organisations.current();
  const balance = await registry.organisations.creditBalance(me.id);
  return `${me.name}: ${creditsFromKg(balance.total.active_credits_total.credit_kgs)} credits.`;
}

/** Runs a button's action and shows the result. */
function onClick(selector, work) {
  document.querySelector(selector).addEventListener("click", () => tell(work));
}

/** Runs an action and shows its result or its error. */
async function tell(work) {
  told.value = "…";
  try {
    told.value = await work();
  } catch (error) {
    told.value = `${error.name}: ${error.message}`;
  }
}
