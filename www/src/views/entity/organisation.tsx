import type { Organisation } from "isometric-registry";
import { columns } from "../../components/columns";
import { LiveTable } from "../../components/live-table";
import { Text } from "../../components/values";
import { listDeliveries } from "../../queries/deliveries";
import { listRetirements } from "../../queries/retirements";
import { EntityPage, Section } from "./entity-page";
import type { EntityProps } from "./entity-props";

export const OrganisationPage = ({ of: { id, name, domain }, registry }: EntityProps<Organisation>) => (
  <EntityPage kind="Organisation" title={name} id={id} facts={[["Domain", <Text key="domain" of={domain} />]]}>
    <Section title="Retired in its name">
      <LiveTable
        title={`Retirements in the name of ${name}`}
        columns={columns.retirements}
        open={(page, options) => listRetirements(registry, { beneficiary_org_id: id, ...page }, options)}
        inputs={[registry, id]}
      />
    </Section>
    <Section title="Delivered to it">
      <LiveTable
        title={`Deliveries to ${name}`}
        columns={columns.deliveries}
        open={(page, options) => listDeliveries(registry, { to_organisation_id: id, ...page }, options)}
        inputs={[registry, id]}
      />
    </Section>
  </EntityPage>
);
