import type { RegistryClient, Supplier } from "isometric-registry";
import { columns } from "../../components/columns";
import { Headlines } from "../../components/headlines";
import { Load } from "../../components/load";
import { arrange } from "../../components/table";
import { counted } from "../../lib/format";
import { useLoad } from "../../lib/use-load";
import { loadSupplierStory, receivers } from "../../queries/supplier-story";
import { totalKg } from "../../queries/total";
import { Rows } from "./entity-page";
import { IssuanceHistory } from "./issuance-history";
import { Shares } from "./shares";
import { Where } from "./where";

// Without the supplier, which is the same in each.
const projectColumns = arrange(columns.projects, {
  Name: "lead",
  Pathway: "note",
  Status: "aside",
  Country: "",
  Issued: "figure",
  Retired: "",
});
const issuanceColumns = arrange(columns.issuances, {
  Issued: "note",
  Project: "lead",
  Credits: "figure",
  "To buffer pool": "",
  Id: "",
});
const deliveryColumns = arrange(columns.deliveries, {
  Delivered: "note",
  To: "lead",
  Credits: "figure",
  Order: "",
  Id: "",
});

/** What a supplier removed, what became of it, and whom it delivered to. */
export function SupplierStory({ supplier, registry }: { supplier: Supplier; registry: RegistryClient }) {
  const loaded = useLoad((signal) => loadSupplierStory(registry, supplier, signal), [registry, supplier]);
  return (
    <Load of={loaded} label="Following the supplier’s credits" height="40rem">
      {(story) => {
        const { projects, issuances, deliveries } = story;
        const retired = projects.reduce((sum, { retired_credits_total: { credit_kgs } }) => sum + credit_kgs, 0n);
        return (
          <>
            <Headlines
              of={[
                { label: "Issued", kg: totalKg(issuances), detail: counted(issuances.length, "issuance") },
                {
                  label: "Delivered",
                  kg: totalKg(deliveries),
                  detail: counted(deliveries.length, "delivery", "deliveries"),
                },
                { label: "Retired", kg: retired, detail: "by whoever held them" },
              ]}
            />
            <Where location={supplier.location}>
              <IssuanceHistory projects={projects} issuances={issuances} />
            </Where>
            <Rows title="Projects" rows={projects} columns={projectColumns} />
            <div class="alone">
              <Shares title="Who it delivered to" of={receivers(story)} />
            </div>
            <Rows title="Issuances" rows={issuances} columns={issuanceColumns} />
            <Rows title="Deliveries" rows={deliveries} columns={deliveryColumns} />
          </>
        );
      }}
    </Load>
  );
}
