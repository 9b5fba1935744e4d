import { OrganisationLink } from "../../components/links";
import { Empty } from "../../components/notice";
import { type Column, Table } from "../../components/table";
import { creditsInColumn } from "../../lib/format";
import type { Share } from "../../queries/shares";
import { Section } from "./entity-page";

const columns: Column<Share>[] = [
  {
    label: "Organisation",
    place: "lead",
    sortBy: ({ organisation }) => organisation.name,
    cell: ({ organisation }) => <OrganisationLink of={organisation} />,
  },
  {
    label: "Credits",
    place: "figure",
    isNumeric: true,
    sortBy: ({ kg }) => kg,
    cell: ({ kg }) => creditsInColumn(kg),
  },
];

/** Organisations and the credits of each. */
export const Shares = ({ title, of }: { title: string; of: readonly Share[] }) => (
  <Section title={title}>
    {of.length === 0 ? (
      <Empty>Nobody.</Empty>
    ) : (
      <Table caption={title} columns={columns} rows={of} keyOf={({ organisation }) => organisation.id} />
    )}
  </Section>
);
