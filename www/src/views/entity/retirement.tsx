import type { CreditBatch, Retirement } from "isometric-registry";
import { Certificate } from "../../components/certificate";
import { columns } from "../../components/columns";
import { OrganisationLink } from "../../components/links";
import { Moment, Quantity, Text } from "../../components/values";
import { words } from "../../lib/format";
import { EntityPage, Rows } from "./entity-page";
import type { EntityProps } from "./entity-props";

interface Props {
  readonly retirement: Retirement;
  readonly batches: readonly CreditBatch[];
}

export const RetirementPage = ({ of: { retirement, batches } }: EntityProps<Props>) => (
  <EntityPage
    kind="Retirement"
    title={`In the name of ${retirement.beneficiary.name}`}
    id={retirement.id}
    facts={[
      ["Retired", <Moment key="at" of={retirement.retired_at} />],
      ["In the name of", <OrganisationLink key="beneficiary" of={retirement.beneficiary} />],
      ["Owner", <OrganisationLink key="owner" of={retirement.owner} />],
      ["Quantity", <Quantity key="kg" kilograms={retirement.credit_batch_size_total.credit_kgs} />],
      ["For", retirement.purposes.map(words).join(", ")],
      ["Note", <Text key="note" of={retirement.notes} />],
    ]}
  >
    <Certificate retirement={retirement} batches={batches} />
    <Rows title="Credit batches" rows={batches} columns={columns.batches} />
  </EntityPage>
);
