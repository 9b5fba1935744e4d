import type {
  CreditBatch,
  CreditQuantity,
  Delivery,
  Issuance,
  Order,
  Project,
  Retirement,
  Supplier,
  Transfer,
} from "isometric-registry";
import { words } from "../lib/format";
import { Id, OrganisationLink, ProjectLink, SupplierLink } from "./links";
import { Named } from "./named";
import type { Column, Place } from "./table";
import { Credits, Day, MomentDay, PathwayName, Status, Text } from "./values";

/** A column of credits, sorted by the exact kilograms. */
export const creditsColumn = <T,>(label: string, read: (row: T) => CreditQuantity, place?: Place): Column<T> => ({
  label,
  isNumeric: true,
  ...placed(place),
  sortBy: (row) => read(row).credit_kgs,
  cell: (row) => <Credits of={read(row)} />,
});

const placed = (place: Place | undefined) => (place === undefined ? {} : { place });

const idColumn = <T extends { id: string }>(): Column<T> => ({
  label: "Id",
  cell: ({ id }) => <Id id={id} />,
});

const momentColumn = <T,>(label: string, read: (row: T) => string, place?: Place): Column<T> => ({
  label,
  ...placed(place),
  sortBy: read,
  cell: (row) => <MomentDay of={read(row)} />,
});

/** The columns of each kind of row, wherever it is listed. */
export const columns = {
  suppliers: [
    {
      label: "Name",
      place: "lead",
      sortBy: ({ organisation }) => organisation.name,
      cell: (row) => <SupplierLink of={row} />,
    },
    { label: "What it does", place: "note", cell: ({ short_description }) => <Text of={short_description} /> },
    {
      label: "Country",
      place: "figure",
      sortBy: ({ location }) => location?.country_name ?? null,
      cell: ({ location }) => <Text of={location?.country_name} />,
    },
    idColumn(),
  ] satisfies Column<Supplier>[],

  projects: [
    { label: "Name", place: "lead", sortBy: ({ name }) => name, cell: (row) => <ProjectLink of={row} /> },
    {
      label: "Supplier",
      place: "note",
      sortBy: ({ supplier }) => supplier.organisation.name,
      cell: ({ supplier }) => <SupplierLink of={supplier} />,
    },
    {
      label: "Pathway",
      sortBy: ({ pathway }) => pathway,
      cell: ({ pathway }) => <PathwayName of={pathway} />,
    },
    { label: "Status", place: "aside", sortBy: ({ status }) => status, cell: ({ status }) => <Status of={status} /> },
    {
      label: "Country",
      sortBy: ({ country_code }) => country_code,
      cell: ({ location, country_code }) => location?.country_name ?? country_code,
    },
    creditsColumn("Issued", (row) => row.issued_credits_total, "figure"),
    creditsColumn("Retired", (row) => row.retired_credits_total),
  ] satisfies Column<Project>[],

  issuances: [
    momentColumn("Issued", ({ issued_at }) => issued_at, "aside"),
    {
      label: "Supplier",
      place: "lead",
      sortBy: ({ supplier }) => supplier.organisation.name,
      cell: ({ supplier }) => <SupplierLink of={supplier} />,
    },
    { label: "Project", place: "note", cell: ({ project_id }) => <Named id={project_id} /> },
    creditsColumn("Credits", (row) => row.credit_batch_size_total, "figure"),
    creditsColumn("To buffer pool", (row) => row.buffer_pool_credit_batch_size_total),
    idColumn(),
  ] satisfies Column<Issuance>[],

  deliveries: [
    momentColumn("Delivered", ({ delivered_at }) => delivered_at, "aside"),
    {
      label: "From",
      place: "note",
      sortBy: ({ from_supplier }) => from_supplier.organisation.name,
      cell: ({ from_supplier }) => <SupplierLink of={from_supplier} />,
    },
    {
      label: "To",
      place: "lead",
      sortBy: ({ to_organisation }) => to_organisation.name,
      cell: ({ to_organisation }) => <OrganisationLink of={to_organisation} />,
    },
    creditsColumn("Credits", (row) => row.credit_batch_size_total, "figure"),
    { label: "Order", cell: ({ order_id }) => <Id id={order_id} /> },
    idColumn(),
  ] satisfies Column<Delivery>[],

  transfers: [
    momentColumn("Transferred", ({ transferred_at }) => transferred_at, "aside"),
    {
      label: "From",
      place: "note",
      sortBy: ({ from_organisation }) => from_organisation.name,
      cell: ({ from_organisation }) => <OrganisationLink of={from_organisation} />,
    },
    {
      label: "To",
      place: "lead",
      sortBy: ({ to_organisation }) => to_organisation.name,
      cell: ({ to_organisation }) => <OrganisationLink of={to_organisation} />,
    },
    creditsColumn("Credits", (row) => row.credit_batch_size_total, "figure"),
    idColumn(),
  ] satisfies Column<Transfer>[],

  retirements: [
    momentColumn("Retired", ({ retired_at }) => retired_at, "aside"),
    {
      label: "In the name of",
      place: "lead",
      sortBy: ({ beneficiary }) => beneficiary.name,
      cell: ({ beneficiary }) => <OrganisationLink of={beneficiary} />,
    },
    {
      label: "Owner",
      sortBy: ({ owner }) => owner.name,
      cell: ({ owner }) => <OrganisationLink of={owner} />,
    },
    { label: "Purposes", place: "note", cell: ({ purposes }) => purposes.map(words).join(", ") },
    creditsColumn("Credits", (row) => row.credit_batch_size_total, "figure"),
    idColumn(),
  ] satisfies Column<Retirement>[],

  batches: [
    {
      label: "Serial number",
      place: "lead",
      sortBy: ({ serial_number }) => serial_number,
      cell: ({ id, serial_number }) => (
        <Id id={id}>
          <code class="id">{serial_number}</code>
        </Id>
      ),
    },
    { label: "Status", place: "aside", sortBy: ({ status }) => status, cell: ({ status }) => <Status of={status} /> },
    creditsColumn("Credits", ({ size }) => size, "figure"),
    momentColumn("Issued", ({ issued_at }) => issued_at),
    {
      label: "Stored",
      sortBy: ({ sequestered_on }) => sequestered_on,
      cell: ({ sequestered_on }) => <Day of={sequestered_on} />,
    },
    {
      label: "Owner",
      place: "note",
      sortBy: ({ owner }) => owner.name,
      cell: ({ owner }) => <OrganisationLink of={owner} />,
    },
    { label: "Project", cell: ({ project_id }) => <Named id={project_id} /> },
  ] satisfies Column<CreditBatch>[],

  orders: [
    {
      label: "Contract",
      place: "note",
      sortBy: ({ effective_contract_date }) => effective_contract_date,
      cell: ({ effective_contract_date }) => <Day of={effective_contract_date} />,
    },
    {
      label: "Supplier",
      place: "lead",
      sortBy: ({ supplier }) => supplier.organisation.name,
      cell: ({ supplier }) => <SupplierLink of={supplier} />,
    },
    { label: "Status", place: "aside", sortBy: ({ status }) => status, cell: ({ status }) => <Status of={status} /> },
    creditsColumn("Ordered", (row) => row.credits_ordered, "figure"),
    creditsColumn("Delivered", (row) => row.credits_delivered),
    idColumn(),
  ] satisfies Column<Order>[],
};
