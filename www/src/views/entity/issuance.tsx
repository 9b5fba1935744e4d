import type { Issuance, IssuanceCreditBatches } from "isometric-registry";
import { columns } from "../../components/columns";
import { SupplierLink } from "../../components/links";
import { Named } from "../../components/named";
import { Day, Moment, Quantity } from "../../components/values";
import { moment } from "../../lib/format";
import { EntityPage, Rows } from "./entity-page";
import type { EntityProps } from "./entity-props";

interface Props {
  readonly issuance: Issuance;
  readonly batches: IssuanceCreditBatches;
}

export const IssuancePage = ({ of: { issuance, batches } }: EntityProps<Props>) => (
  <EntityPage
    kind="Issuance"
    title={`${issuance.supplier.organisation.name}, ${moment(issuance.issued_at)}`}
    id={issuance.id}
    facts={[
      ["Issued", <Moment key="at" of={issuance.issued_at} />],
      ["Supplier", <SupplierLink key="supplier" of={issuance.supplier} />],
      ["Project", <Named key="project" id={issuance.project_id} />],
      ["Reporting from", <Day key="start" of={issuance.reporting_period_start_at} />],
      ["Reporting to", <Day key="end" of={issuance.reporting_period_end_at} />],
      ["In all", <Quantity key="all" kilograms={issuance.credit_batch_size_total.credit_kgs} />],
      ["To the supplier", <Quantity key="own" kilograms={issuance.supplier_credit_batch_size_total.credit_kgs} />],
      [
        "To the buffer pool",
        <Quantity key="pool" kilograms={issuance.buffer_pool_credit_batch_size_total.credit_kgs} />,
      ],
    ]}
  >
    <Rows title="Batches of the supplier, as issued" rows={batches.supplier_credit_batches} columns={columns.batches} />
    <Rows
      title="Batches of the buffer pool, as issued"
      rows={batches.buffer_pool_credit_batches}
      columns={columns.batches}
    />
  </EntityPage>
);
