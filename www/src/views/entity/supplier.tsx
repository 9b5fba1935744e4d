import type { Supplier } from "isometric-registry";
import { OrganisationLink } from "../../components/links";
import { Text } from "../../components/values";
import { EntityPage } from "./entity-page";
import type { EntityProps } from "./entity-props";
import { SupplierStory } from "./supplier-story";

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
      ]}
    >
      <SupplierStory supplier={supplier} registry={registry} />
    </EntityPage>
  );
};
