import type { Issuance, Project } from "isometric-registry";
import { Empty } from "../../components/notice";
import { Plot } from "../../components/plot";
import { pathwayColour } from "../../components/values";
import { compact, credits, day, year } from "../../lib/format";
import { Section } from "./entity-page";

interface Props {
  readonly projects: readonly Project[];
  readonly issuances: readonly Issuance[];
}

/** Credits issued by month, in the colours of the pathways. */
export function IssuanceHistory({ projects, issuances }: Props) {
  const known = new Map<string, Project>(projects.map((project) => [project.id, project]));
  return (
    <Section title="Issued over time">
      {issuances.length === 0 ? (
        <Empty>Nothing has been issued yet.</Empty>
      ) : (
        <Plot
          label="Credits issued over time"
          height={220}
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
                fill: ({ project_id }: Issuance) => pathwayColour(known.get(project_id)?.pathway ?? "unknown"),
                title: ({ issued_at, credit_batch_size_total, project_id }: Issuance) =>
                  `${known.get(project_id)?.name ?? project_id}\n${day(issued_at)}: ${credits(credit_batch_size_total.credit_kgs)} credits`,
                tip: true,
              }),
              ruleY([0]),
            ],
          })}
        />
      )}
    </Section>
  );
}
