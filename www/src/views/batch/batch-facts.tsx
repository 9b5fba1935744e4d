import type { CreditBatch } from "isometric-registry";
import { Facts } from "../../components/facts";
import { Id, OrganisationLink } from "../../components/links";
import { Named } from "../../components/named";
import { Day, Moment, None, Quantity, Status } from "../../components/values";
import { kg } from "../../lib/format";

const linked = (id: string | null) => (id === null ? <None /> : <Id id={id} />);

export const BatchFacts = ({ batch }: { batch: CreditBatch }) => (
  <section class="card" aria-label="Facts">
    <header>
      <h2>
        <code>{batch.serial_number}</code>
      </h2>
    </header>
    <Facts
      of={[
        ["Status", <Status key="status" of={batch.status} />],
        ["Size", <Quantity key="size" kilograms={batch.size.credit_kgs} />],
        ["Owner", <OrganisationLink key="owner" of={batch.owner} />],
        ["Issued", <Moment key="issued" of={batch.issued_at} />],
        ["Stored on", <Day key="stored" of={batch.sequestered_on} />],
        ["Country of issue", batch.country_of_issue],
        ["Issuance", linked(batch.issuance_id)],
        ["Project", <Named key="project" id={batch.project_id} />],
        ["Supplier", <Named key="supplier" id={batch.supplier_id} />],
        ["Delivery", linked(batch.delivery_id)],
        ["Retirement", linked(batch.retirement_id)],
        ["CCP approved", batch.ccp_approved ? "Yes" : "No"],
        ...removal(batch),
        [
          "Id",
          <code key="id" class="id">
            {batch.id}
          </code>,
        ],
      ]}
    />
  </section>
);

const removal = ({ carbon_removal_data: data }: CreditBatch) =>
  data === null
    ? []
    : ([
        ["Gross removal", kg(data.gross_carbon_removed_kg)],
        ["Emissions", kg(-data.emissions_kg)],
        ["Counterfactual", kg(-data.counterfactuals_kg)],
        ["Losses", kg(-data.losses_kg)],
        ["Net removal", kg(data.net_carbon_removed_kg)],
      ] as const);
