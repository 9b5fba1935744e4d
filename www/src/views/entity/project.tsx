import type { Project, ProjectDocument } from "isometric-registry";
import { SupplierLink } from "../../components/links";
import { Empty } from "../../components/notice";
import { Day, PathwayName, Quantity, Status, Text } from "../../components/values";
import { words } from "../../lib/format";
import { isSample } from "../../session/session";
import { EntityPage, Section } from "./entity-page";
import type { EntityProps } from "./entity-props";
import { ProjectStory } from "./project-story";

interface Props {
  readonly project: Project;
  readonly documents: readonly ProjectDocument[];
}

export const ProjectPage = ({ of: { project, documents }, registry }: EntityProps<Props>) => (
  <EntityPage
    kind="Project"
    title={project.name}
    id={project.id}
    facts={[
      ["Status", <Status key="status" of={project.status} />],
      ["Supplier", <SupplierLink key="supplier" of={project.supplier} />],
      ["Pathway", <PathwayName key="pathway" of={project.pathway} />],
      ["Process", words(project.process_key)],
      ["Issued", <Quantity key="issued" kilograms={project.issued_credits_total.credit_kgs} />],
      ["Retired", <Quantity key="retired" kilograms={project.retired_credits_total.credit_kgs} />],
      [
        "Put into the buffer pool",
        <Quantity key="pooled" kilograms={project.issued_buffer_pool_credits_total.credit_kgs} />,
      ],
      ["Country", project.location?.country_name ?? project.country_code],
      ["Validator", <Text key="validator" of={project.validator_name} />],
      ["Verifier", <Text key="verifier" of={project.current_verifier_name} />],
      ["Crediting from", <Day key="start" of={project.crediting_period_start} />],
      ["Crediting to", <Day key="end" of={project.crediting_period_end} />],
      ["Protocol", project.protocol_slug],
      ["Short code", <code key="code">{project.short_code}</code>],
    ]}
  >
    <ProjectStory project={project} registry={registry} />
    <Section title="Documents">
      {documents.length === 0 ? <Empty>None published.</Empty> : <Documents of={documents} />}
    </Section>
  </EntityPage>
);

/** The addresses of sample documents lead nowhere, so they are not links. */
const Documents = ({ of }: { of: readonly ProjectDocument[] }) => (
  <ul class="plain">
    {of.map(({ id, display_name, url }) => (
      <li key={id}>{isSample ? display_name : <a href={url}>{display_name}</a>}</li>
    ))}
  </ul>
);
