import type { Project } from "isometric-registry";
import { Figure } from "../../components/figure";
import { Plot } from "../../components/plot";
import { type Column, Table } from "../../components/table";
import { PathwayName, pathwayColour } from "../../components/values";
import { compact, creditsInColumn, pathway } from "../../lib/format";
import { totalsByPathway } from "../../queries/overview";

type Total = ReturnType<typeof totalsByPathway>[number];

const title = "Retired, of all that was issued";

const columns: Column<Total>[] = [
  {
    label: "Pathway",
    place: "lead",
    sortBy: (row) => pathway(row.pathway),
    cell: (row) => <PathwayName of={row.pathway} />,
  },
  {
    label: "Issued",
    isNumeric: true,
    sortBy: (row) => row.issued,
    cell: (row) => creditsInColumn(row.issued),
  },
  {
    label: "Retired",
    place: "figure",
    isNumeric: true,
    sortBy: (row) => row.retired,
    cell: (row) => creditsInColumn(row.retired),
  },
  {
    label: "In buffer pools",
    isNumeric: true,
    sortBy: (row) => row.buffered,
    cell: (row) => creditsInColumn(row.buffered),
  },
];

/** Each pathway's issued credits, and the part of them that is retired. */
export function RetiredByPathway({ projects }: { projects: readonly Project[] }) {
  const totals = totalsByPathway(projects);
  return (
    <Figure
      title={title}
      chart={
        <Plot
          label={title}
          height={42 * totals.length + 24}
          inputs={[projects]}
          draw={({ barX, text }) => ({
            marginLeft: 8,
            marginTop: 4,
            x: { label: null, tickFormat: compact, ticks: 5, grid: true, axis: "bottom" },
            y: { axis: null, domain: totals.map((each) => each.pathway), padding: 0.6 },
            marks: [
              barX(totals, {
                x: (each: Total) => Number(each.issued) / 1000,
                y: "pathway",
                fill: "var(--line)",
              }),
              barX(totals, {
                x: (each: Total) => Number(each.retired) / 1000,
                y: "pathway",
                fill: (each: Total) => pathwayColour(each.pathway),
              }),
              text(totals, {
                x: 0,
                y: "pathway",
                dy: -16,
                textAnchor: "start",
                text: (each: Total) =>
                  `${pathway(each.pathway)}: ${compact(Number(each.retired) / 1000)} of ${compact(Number(each.issued) / 1000)}`,
              }),
            ],
          })}
        />
      }
      table={<Table caption={title} columns={columns} rows={totals} keyOf={(row) => row.pathway} />}
    />
  );
}
