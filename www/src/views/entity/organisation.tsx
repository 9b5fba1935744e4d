import type { Organisation } from "isometric-registry";
import { Text } from "../../components/values";
import { EntityPage } from "./entity-page";
import type { EntityProps } from "./entity-props";
import { OrganisationStory } from "./organisation-story";

export const OrganisationPage = ({ of: organisation, registry }: EntityProps<Organisation>) => (
  <EntityPage
    kind="Organisation"
    title={organisation.name}
    id={organisation.id}
    facts={[["Domain", <Text key="domain" of={organisation.domain} />]]}
  >
    <OrganisationStory organisation={organisation} registry={registry} />
  </EntityPage>
);
