import type { Project } from "isometric-registry";
import { columns } from "../../components/columns";
import { Figure } from "../../components/figure";
import { hrefOf } from "../../components/links";
import { Plot } from "../../components/plot";
import { Table } from "../../components/table";
import { pathwayColour } from "../../components/values";
import { credits, pathway } from "../../lib/format";
import { useLand } from "../../lib/use-land";
import { Legend } from "./legend";

const title = "Where carbon is removed";

/** The projects on the map, each as large as the credits it was issued. */
export function WorldMap({ projects }: { projects: readonly Project[] }) {
  const land = useLand();
  const placed = projects.filter(({ location }) => location !== null);
  const issuing = placed.filter(isIssuing);
  const place = {
    x: ({ location }: Project) => location?.longitude,
    y: ({ location }: Project) => location?.latitude,
    href: ({ id }: Project) => hrefOf(id),
    ariaLabel: describe,
    title: describe,
    tip: true,
  };
  return (
    <Figure
      title={title}
      note="Each circle is a project; its area is the credits issued to it. Rings have not been issued any."
      chart={
        <>
          <Legend pathways={[...new Set(issuing.map((project) => project.pathway))].sort()} />
          <div class="map">
            <Plot
              label={title}
              height={0}
              inputs={[projects, land]}
              draw={({ dot, geo }, width) => ({
                height: Math.round(width * 0.46),
                margin: 0,
                projection: { type: "equal-earth", domain: inhabited },
                r: { range: [0, Math.max(7, width / 75)] },
                marks: [
                  land && geo(land, { fill: "var(--land)" }),
                  dot(
                    placed.filter((project) => !isIssuing(project)),
                    { ...place, r: 3, stroke: "var(--ink-quiet)", fill: "var(--surface)" },
                  ),
                  dot(issuing, {
                    ...place,
                    r: ({ issued_credits_total }: Project) => Number(issued_credits_total.credit_kgs),
                    fill: (project: Project) => pathwayColour(project.pathway),
                    fillOpacity: 0.8,
                    stroke: "var(--surface)",
                  }),
                ],
              })}
            />
          </div>
        </>
      }
      table={<Table caption={title} columns={columns.projects} rows={projects} keyOf={({ id }) => id} />}
    />
  );
}

/** Without the Antarctic, where nobody removes carbon. */
const inhabited = {
  type: "MultiPoint",
  coordinates: [
    [-170, 0],
    [180, 0],
    [0, 78],
    [0, -56],
  ],
} as const;

const isIssuing = ({ issued_credits_total }: Project) => issued_credits_total.credit_kgs > 0n;

const describe = (project: Project) =>
  `${project.name}\n${pathway(project.pathway)}, ${project.location?.country_name}\n${credits(project.issued_credits_total.credit_kgs)} credits issued`;
