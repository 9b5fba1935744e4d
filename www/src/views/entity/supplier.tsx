import type { Supplier } from "isometric-registry";
import { columns } from "../../components/columns";
import { OrganisationLink } from "../../components/links";
import { LiveTable } from "../../components/live-table";
import { Text } from "../../components/values";
import { listIssuances } from "../../queries/issuances";
import { listProjects } from "../../queries/projects";
import { EntityPage, Section } from "./entity-page";
import type { EntityProps } from "./entity-props";

export const SupplierPage = ({ of: supplier, registry }: EntityProps<Supplier>) => {
  const { id, organisation, location, short_description, long_description } = supplier;
  return (
    <EntityPage
      kind="Supplier"
      title={organisation.name}
      id={id}
      lead={long_description ?? short_description}
      facts={[
        ["Organisation", <OrganisationLink key="organisation" of={organisation} />],
        ["Domain", <Text key="domain" of={organisation.domain} />],
        ["Based in", <Text key="country" of={location?.country_name} />],
        ["Place", <Text key="place" of={location?.description} />],
      ]}
    >
      <Section title="Projects">
        <LiveTable
          title={`Projects of ${organisation.name}`}
          columns={columns.projects}
          open={(page, options) => listProjects(registry, { supplier_id: id, ...page }, options)}
          inputs={[registry, id]}
        />
      </Section>
      <Section title="Issuances">
        <LiveTable
          title={`Issuances of ${organisation.name}`}
          columns={columns.issuances}
          open={(page, options) => listIssuances(registry, { supplier_id: id, ...page }, options)}
          inputs={[registry, id]}
        />
      </Section>
    </EntityPage>
  );
};
