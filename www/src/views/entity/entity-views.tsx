import type { RegistryClient } from "isometric-registry";
import type { ComponentType } from "preact";
import { Load } from "../../components/load";
import { useLoad } from "../../lib/use-load";
import { loadDelivery } from "../../queries/deliveries";
import deliveriesCode from "../../queries/deliveries.ts?raw";
import holdingsCode from "../../queries/holdings.ts?raw";
import { loadIssuance } from "../../queries/issuances";
import issuancesCode from "../../queries/issuances.ts?raw";
import { loadOrder } from "../../queries/orders";
import ordersCode from "../../queries/orders.ts?raw";
import organisationStoryCode from "../../queries/organisation-story.ts?raw";
import { loadOrganisation } from "../../queries/organisations";
import organisationsCode from "../../queries/organisations.ts?raw";
import storyCode from "../../queries/project-story.ts?raw";
import { loadProject } from "../../queries/projects";
import projectsCode from "../../queries/projects.ts?raw";
import { loadRefund } from "../../queries/refunds";
import refundsCode from "../../queries/refunds.ts?raw";
import { loadRetirement } from "../../queries/retirements";
import retirementsCode from "../../queries/retirements.ts?raw";
import supplierStoryCode from "../../queries/supplier-story.ts?raw";
import { loadSupplier } from "../../queries/suppliers";
import suppliersCode from "../../queries/suppliers.ts?raw";
import { loadTransfer } from "../../queries/transfers";
import transfersCode from "../../queries/transfers.ts?raw";
import type { Source, View, ViewProps } from "../view";
import { Unknown } from "./entity-page";
import type { EntityProps } from "./entity-props";
import { IssuancePage } from "./issuance";
import { DeliveryPage, RefundPage, TransferPage } from "./movements";
import { OrderPage } from "./order";
import { OrganisationPage } from "./organisation";
import { ProjectPage } from "./project";
import { RetirementPage } from "./retirement";
import { SupplierPage } from "./supplier";

type Loader<Id extends string, T> = (registry: RegistryClient, id: Id, signal: AbortSignal) => Promise<T | null>;

/** A view that loads the entity which the address names; the client checks the id. */
function entityView<Id extends string, T>(
  title: string,
  load: Loader<Id, T>,
  Page: ComponentType<EntityProps<T>>,
  ...sources: readonly Source[]
): View {
  const Component = ({ session: { registry }, route: { path } }: ViewProps) => {
    const id = (path[1] ?? "") as Id;
    const loaded = useLoad((signal) => load(registry, id, signal), [registry, id]);
    return (
      <Load of={loaded} label={`Reading the ${title.toLowerCase()}`}>
        {(value) =>
          value === null ? <Unknown what={title.toLowerCase()} /> : <Page key={id} of={value} registry={registry} />
        }
      </Load>
    );
  };
  return { title, Component, sources: () => sources };
}

export const entityViews: Readonly<Record<string, View>> = {
  suppliers: entityView(
    "Supplier",
    loadSupplier,
    SupplierPage,
    { name: "suppliers.ts", text: suppliersCode },
    { name: "supplier-story.ts", text: supplierStoryCode },
  ),
  projects: entityView(
    "Project",
    loadProject,
    ProjectPage,
    { name: "projects.ts", text: projectsCode },
    { name: "project-story.ts", text: storyCode },
  ),
  issuances: entityView("Issuance", loadIssuance, IssuancePage, {
    name: "issuances.ts",
    text: issuancesCode,
  }),
  deliveries: entityView("Delivery", loadDelivery, DeliveryPage, {
    name: "deliveries.ts",
    text: deliveriesCode,
  }),
  transfers: entityView("Transfer", loadTransfer, TransferPage, {
    name: "transfers.ts",
    text: transfersCode,
  }),
  retirements: entityView("Retirement", loadRetirement, RetirementPage, {
    name: "retirements.ts",
    text: retirementsCode,
  }),
  refunds: entityView("Refund", loadRefund, RefundPage, { name: "refunds.ts", text: refundsCode }),
  orders: entityView("Order", loadOrder, OrderPage, { name: "orders.ts", text: ordersCode }),
  organisations: entityView(
    "Organisation",
    loadOrganisation,
    OrganisationPage,
    { name: "organisations.ts", text: organisationsCode },
    { name: "organisation-story.ts", text: organisationStoryCode },
    { name: "holdings.ts", text: holdingsCode },
  ),
};
