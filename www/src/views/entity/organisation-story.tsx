import type { Organisation, RegistryClient, Transfer } from "isometric-registry";
import { columns } from "../../components/columns";
import { Headlines } from "../../components/headlines";
import { Load } from "../../components/load";
import { Named } from "../../components/named";
import { Empty } from "../../components/notice";
import { arrange, type Column, Table } from "../../components/table";
import { counted, creditsInColumn } from "../../lib/format";
import { useLoad } from "../../lib/use-load";
import {
  loadOrganisationStory,
  retiredByVintage,
  type OrganisationStory as Story,
  type Vintage,
} from "../../queries/organisation-story";
import { totalKg } from "../../queries/total";
import { Rows, Section } from "./entity-page";
import { HoldingsOnDemand } from "./holdings-on-demand";

const vintageColumns: Column<Vintage>[] = [
  { label: "Project", place: "lead", cell: ({ project_id }) => <Named id={project_id} /> },
  { label: "Vintage", place: "note", sortBy: ({ year }) => year, cell: ({ year }) => year },
  { label: "Credits", place: "figure", isNumeric: true, sortBy: ({ kg }) => kg, cell: ({ kg }) => creditsInColumn(kg) },
];

// Without the organisation, which is the same in each.
const retirementColumns = arrange(columns.retirements, {
  Retired: "lead",
  Owner: "note",
  Purposes: "",
  Credits: "figure",
  Id: "",
});
const deliveryColumns = arrange(columns.deliveries, {
  Delivered: "note",
  From: "lead",
  Credits: "figure",
  Order: "",
  Id: "",
});

const retiredTitle = "Retired in its name, by project and vintage";

/** What an organisation received, passed on and retired, and what it holds. */
export function OrganisationStory({
  organisation,
  registry,
}: {
  organisation: Organisation;
  registry: RegistryClient;
}) {
  const loaded = useLoad((signal) => loadOrganisationStory(registry, organisation, signal), [registry, organisation]);
  return (
    <Load of={loaded} label="Following the organisation’s credits" height="40rem">
      {(story) => {
        const { deliveries, transfersIn, transfersOut, retirements } = story;
        const transfers = newestFirst([...transfersIn, ...transfersOut]);
        const vintages = retiredByVintage(story);
        return (
          <>
            <Figures of={story} />
            <HoldingsOnDemand organisation={organisation} />
            <Section title={retiredTitle}>
              {vintages.length === 0 ? (
                <Empty>Nothing has been retired in its name.</Empty>
              ) : (
                <Table
                  caption={retiredTitle}
                  columns={vintageColumns}
                  rows={vintages}
                  keyOf={({ project_id, year }) => `${project_id} ${year}`}
                  initial={10}
                />
              )}
            </Section>
            <Rows title="Retirements in its name" rows={retirements} columns={retirementColumns} />
            <Rows title="Deliveries to it" rows={deliveries} columns={deliveryColumns} />
            <Rows title="Transfers" rows={transfers} columns={columns.transfers} />
          </>
        );
      }}
    </Load>
  );
}

const newestFirst = (transfers: Transfer[]): Transfer[] =>
  transfers.sort((one, other) => other.transferred_at.localeCompare(one.transferred_at));

const Figures = ({ of: { deliveries, transfersIn, transfersOut, retirements } }: { of: Story }) => (
  <Headlines
    of={[
      {
        label: "Delivered to it",
        kg: totalKg(deliveries),
        detail: counted(deliveries.length, "delivery", "deliveries"),
      },
      {
        label: "Transferred to it",
        kg: totalKg(transfersIn),
        detail: counted(transfersIn.length, "transfer"),
      },
      {
        label: "Transferred by it",
        kg: totalKg(transfersOut),
        detail: counted(transfersOut.length, "transfer"),
      },
      {
        label: "Retired in its name",
        kg: totalKg(retirements),
        detail: counted(retirements.length, "retirement"),
      },
    ]}
  />
);
