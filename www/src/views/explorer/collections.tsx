import type {
  CreditBatchFilters,
  DeliveryFilters,
  ForwardPage,
  ListOptions,
  Page,
  RegistryClient,
  RetirementFilters,
  TransferFilters,
} from "isometric-registry";
import { columns } from "../../components/columns";
import type { Column } from "../../components/table";
import { listBatches } from "../../queries/batches";
import batchesCode from "../../queries/batches.ts?raw";
import { listDeliveries } from "../../queries/deliveries";
import deliveriesCode from "../../queries/deliveries.ts?raw";
import { listIssuances } from "../../queries/issuances";
import issuancesCode from "../../queries/issuances.ts?raw";
import { listOrders } from "../../queries/orders";
import ordersCode from "../../queries/orders.ts?raw";
import { listProjects } from "../../queries/projects";
import projectsCode from "../../queries/projects.ts?raw";
import { listRetirements } from "../../queries/retirements";
import retirementsCode from "../../queries/retirements.ts?raw";
import { listSuppliers } from "../../queries/suppliers";
import suppliersCode from "../../queries/suppliers.ts?raw";
import { listTransfers } from "../../queries/transfers";
import transfersCode from "../../queries/transfers.ts?raw";
import type { Source } from "../view";

/** A filter by one of the API's own parameters. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly kind: "supplier" | "project" | "organisation" | "id" | "day" | "choice";
  /** What an id must begin with. */
  readonly prefix?: string;
  readonly choices?: readonly (readonly [value: string, label: string])[];
}

export type Values = Readonly<Record<string, string>>;

/** A list of the registry as the explorer shows it. `T` is what its rows are. */
export interface Collection<T extends { id: string }> {
  readonly title: string;
  readonly filters: readonly Filter[];
  readonly columns: readonly Column<T>[];
  /** Only the organisation that is signed in can see it. */
  readonly isPrivate: boolean;
  /** The module that reads it. */
  readonly source: Source;
  readonly open: (
    registry: RegistryClient,
    values: Values,
    page: ForwardPage,
    options: ListOptions,
  ) => AsyncIterable<Page<T>>;
}

const supplier: Filter = { name: "supplier_id", label: "Supplier", kind: "supplier" };
const organisation = (name: string, label: string): Filter => ({
  name,
  label,
  kind: "organisation",
  prefix: "org_",
});
const id = (name: string, label: string, prefix: string): Filter => ({ name, label, kind: "id", prefix });

/** The values were checked where they were entered, and the client checks them again. */
const checked = <F,>(values: Values) => values as F;

const define = <T extends { id: string }>(
  collection: Omit<Collection<T>, "isPrivate">,
  isPrivate = false,
): Collection<never> => ({ ...collection, isPrivate }) as unknown as Collection<never>;

export const collections: Readonly<Record<string, Collection<never>>> = {
  suppliers: define({
    title: "Suppliers",
    filters: [],
    columns: columns.suppliers,
    source: { name: "suppliers.ts", text: suppliersCode },
    open: (registry, _, page, options) => listSuppliers(registry, page, options),
  }),
  projects: define({
    title: "Projects",
    filters: [supplier],
    columns: columns.projects,
    source: { name: "projects.ts", text: projectsCode },
    open: (registry, values, page, options) => listProjects(registry, { ...values, ...page }, options),
  }),
  issuances: define({
    title: "Issuances",
    filters: [supplier],
    columns: columns.issuances,
    source: { name: "issuances.ts", text: issuancesCode },
    open: (registry, values, page, options) => listIssuances(registry, { ...values, ...page }, options),
  }),
  deliveries: define({
    title: "Deliveries",
    filters: [
      { ...supplier, name: "from_supplier_id", label: "From supplier" },
      organisation("to_organisation_id", "To organisation"),
    ],
    columns: columns.deliveries,
    source: { name: "deliveries.ts", text: deliveriesCode },
    open: (registry, values, page, options) =>
      listDeliveries(registry, { ...checked<DeliveryFilters>(values), ...page }, options),
  }),
  transfers: define({
    title: "Transfers",
    filters: [
      organisation("from_organisation_id", "From organisation"),
      organisation("to_organisation_id", "To organisation"),
    ],
    columns: columns.transfers,
    source: { name: "transfers.ts", text: transfersCode },
    open: (registry, values, page, options) =>
      listTransfers(registry, { ...checked<TransferFilters>(values), ...page }, options),
  }),
  retirements: define({
    title: "Retirements",
    filters: [organisation("beneficiary_org_id", "In the name of"), organisation("owner_org_id", "Owner")],
    columns: columns.retirements,
    source: { name: "retirements.ts", text: retirementsCode },
    open: (registry, values, page, options) =>
      listRetirements(registry, { ...checked<RetirementFilters>(values), ...page }, options),
  }),
  batches: define(
    {
      title: "My credit batches",
      filters: [
        {
          name: "status",
          label: "Status",
          kind: "choice",
          choices: [
            ["", "Active and retired"],
            ["active", "Active"],
            ["retired", "Retired"],
            ["split", "Split"],
          ],
        },
        supplier,
        { name: "project_id", label: "Project", kind: "project" },
        { name: "issued_after", label: "Issued after", kind: "day" },
        { name: "issued_before", label: "Issued before", kind: "day" },
        id("issuance_id", "Issuance", "iss_"),
        id("delivery_id", "Delivery", "dlv_"),
        id("order_id", "Order", "ord_"),
        id("retirement_id", "Retirement", "ret_"),
        {
          name: "sort_direction",
          label: "Listed",
          kind: "choice",
          choices: [
            ["", "Newest first"],
            ["asc", "Oldest first"],
          ],
        },
      ],
      columns: columns.batches,
      source: { name: "batches.ts", text: batchesCode },
      open: (registry, { status, issued_after, issued_before, ...values }, page, options) => {
        const filters: CreditBatchFilters = {
          ...values,
          status: status ? [status] : undefined,
          issued_after: issued_after && new Date(issued_after),
          issued_before: issued_before && new Date(issued_before),
        };
        return listBatches(registry, { ...filters, ...page }, options);
      },
    },
    true,
  ),
  orders: define(
    {
      title: "My orders",
      filters: [],
      columns: columns.orders,
      source: { name: "orders.ts", text: ordersCode },
      open: (registry, _, page, options) => listOrders(registry, page, options),
    },
    true,
  ),
};
