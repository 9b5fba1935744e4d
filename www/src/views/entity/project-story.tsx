import type { Issuance, Project, RegistryClient } from "isometric-registry";
import { columns } from "../../components/columns";
import { OrganisationLink } from "../../components/links";
import { Load } from "../../components/load";
import { Empty } from "../../components/notice";
import { Plot } from "../../components/plot";
import { type Column, Table } from "../../components/table";
import { pathwayColour } from "../../components/values";
import { compact, credits, creditsInColumn, day, year } from "../../lib/format";
import { useLoad } from "../../lib/use-load";
import { beneficiaries, holders, loadProjectStory, type Share } from "../../queries/project-story";
import { Rows, Section } from "./entity-page";

const shareColumns: Column<Share>[] = [
  {
    label: "Organisation",
    place: "lead",
    sortBy: ({ organisation }) => organisation.name,
    cell: ({ organisation }) => <OrganisationLink of={organisation} />,
  },
  {
    label: "Credits",
    place: "figure",
    isNumeric: true,
    sortBy: ({ kg }) => kg,
    cell: ({ kg }) => creditsInColumn(kg),
  },
];

/** What has become of a project's credits, from its batches. */
export function ProjectStory({ project, registry }: { project: Project; registry: RegistryClient }) {
  const loaded = useLoad((signal) => loadProjectStory(registry, project, signal), [registry, project]);
  return (
    <Load of={loaded} label="Following the project’s credits">
      {(story) => (
        <>
          <Section title="Issued over time">
            {story.issuances.length === 0 ? (
              <Empty>Nothing has been issued yet.</Empty>
            ) : (
              <History project={project} issuances={story.issuances} />
            )}
          </Section>
          <div class="pair">
            <Shares title="Who holds its credits" of={holders(story)} />
            <Shares title="Who retired its credits" of={beneficiaries(story)} />
          </div>
          <Rows title="Issuances" rows={story.issuances} columns={columns.issuances} />
        </>
      )}
    </Load>
  );
}

const Shares = ({ title, of }: { title: string; of: readonly Share[] }) => (
  <Section title={title}>
    {of.length === 0 ? (
      <Empty>Nobody.</Empty>
    ) : (
      <Table caption={title} columns={shareColumns} rows={of} keyOf={({ organisation }) => organisation.id} />
    )}
  </Section>
);

const History = ({ project, issuances }: { project: Project; issuances: readonly Issuance[] }) => (
  <Plot
    label={`Credits issued to ${project.name}`}
    height={200}
    inputs={[issuances]}
    draw={({ rectY, ruleY }) => ({
      marginLeft: 44,
      x: { label: null, tickFormat: year, ticks: "year", type: "utc" },
      y: { label: null, grid: true, tickFormat: compact, ticks: 4 },
      marks: [
        rectY(issuances, {
          x: ({ issued_at }: Issuance) => new Date(issued_at),
          interval: "month",
          y: ({ credit_batch_size_total }: Issuance) => Number(credit_batch_size_total.credit_kgs) / 1000,
          fill: pathwayColour(project.pathway),
          title: ({ issued_at, credit_batch_size_total }: Issuance) =>
            `${day(issued_at)}: ${credits(credit_batch_size_total.credit_kgs)} credits`,
          tip: true,
        }),
        ruleY([0]),
      ],
    })}
  />
);
