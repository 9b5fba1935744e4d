import type { BufferPoolRefund, CreditBatch, Delivery, Transfer } from "isometric-registry";
import { columns } from "../../components/columns";
import { Id, OrganisationLink, SupplierLink } from "../../components/links";
import { Moment, Quantity, Text } from "../../components/values";
import { EntityPage, Rows } from "./entity-page";
import type { EntityProps } from "./entity-props";

type WithBatches<T> = EntityProps<T & { readonly batches: readonly CreditBatch[] }>;

export const DeliveryPage = ({ of: { delivery, batches } }: WithBatches<{ delivery: Delivery }>) => (
  <EntityPage
    kind="Delivery"
    title={`To ${delivery.to_organisation.name}`}
    id={delivery.id}
    facts={[
      ["Delivered", <Moment key="at" of={delivery.delivered_at} />],
      ["From", <SupplierLink key="from" of={delivery.from_supplier} />],
      ["To", <OrganisationLink key="to" of={delivery.to_organisation} />],
      ["Against order", <Id key="order" id={delivery.order_id} />],
      ["Quantity", <Quantity key="kg" kilograms={delivery.credit_batch_size_total.credit_kgs} />],
      ["Note", <Text key="note" of={delivery.notes} />],
    ]}
  >
    <Rows title="Credit batches" rows={batches} columns={columns.batches} />
  </EntityPage>
);

export const TransferPage = ({ of: { transfer, batches } }: WithBatches<{ transfer: Transfer }>) => (
  <EntityPage
    kind="Transfer"
    title={`${transfer.from_organisation.name} to ${transfer.to_organisation.name}`}
    id={transfer.id}
    facts={[
      ["Transferred", <Moment key="at" of={transfer.transferred_at} />],
      ["From", <OrganisationLink key="from" of={transfer.from_organisation} />],
      ["To", <OrganisationLink key="to" of={transfer.to_organisation} />],
      ["Quantity", <Quantity key="kg" kilograms={transfer.credit_batch_size_total.credit_kgs} />],
      ["Note", <Text key="note" of={transfer.notes} />],
    ]}
  >
    <Rows title="Credit batches" rows={batches} columns={columns.batches} />
  </EntityPage>
);

export const RefundPage = ({ of: { refund, batches } }: WithBatches<{ refund: BufferPoolRefund }>) => (
  <EntityPage
    kind="Refund"
    title={`To ${refund.to_organisation.name}`}
    id={refund.id}
    facts={[
      ["Refunded", <Moment key="at" of={refund.refunded_at} />],
      ["From", <OrganisationLink key="from" of={refund.from_buffer_pool_organisation} />],
      ["To", <OrganisationLink key="to" of={refund.to_organisation} />],
      ["Quantity", <Quantity key="kg" kilograms={refund.credit_batch_size_total.credit_kgs} />],
      ["Why", refund.notes],
    ]}
  >
    <Rows title="Credit batches" rows={batches} columns={columns.batches} />
  </EntityPage>
);
