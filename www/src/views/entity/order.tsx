import type { Delivery, Order } from "isometric-registry";
import { columns } from "../../components/columns";
import { OrganisationLink, SupplierLink } from "../../components/links";
import { Day, Moment, Quantity, Status } from "../../components/values";
import { EntityPage, Rows } from "./entity-page";
import type { EntityProps } from "./entity-props";

interface Props {
  readonly order: Order;
  readonly deliveries: readonly Delivery[];
}

export const OrderPage = ({ of: { order, deliveries } }: EntityProps<Props>) => (
  <EntityPage
    kind="Order"
    title={`${order.buyer_organisation.name} from ${order.supplier.organisation.name}`}
    id={order.id}
    facts={[
      ["Status", <Status key="status" of={order.status} />],
      ["Buyer", <OrganisationLink key="buyer" of={order.buyer_organisation} />],
      ["Supplier", <SupplierLink key="supplier" of={order.supplier} />],
      ["Contract", <Day key="contract" of={order.effective_contract_date} />],
      ["Fulfilled", <Moment key="fulfilled" of={order.fulfilled_at} />],
      ["Ordered", <Quantity key="ordered" kilograms={order.credits_ordered.credit_kgs} />],
      ["Delivered", <Quantity key="delivered" kilograms={order.credits_delivered.credit_kgs} />],
    ]}
  >
    <Rows title="Deliveries" rows={deliveries} columns={columns.deliveries} />
  </EntityPage>
);
