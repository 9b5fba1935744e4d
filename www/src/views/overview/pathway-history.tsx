import { Figure } from "../../components/figure";
import { Plot } from "../../components/plot";
import { pathwayColour } from "../../components/values";
import { compact, credits, pathway, quarter, year } from "../../lib/format";
import type { Sum } from "../../queries/overview";
import { Legend } from "./legend";
import { SumTable } from "./sum-table";

/** Credits by quarter, one colour for each pathway. */
export const PathwayHistory = ({ title, sums, note }: { title: string; sums: readonly Sum[]; note?: string }) => (
  <Figure
    title={title}
    note={note}
    chart={
      <>
        <Legend pathways={[...new Set(sums.map(({ series }) => series))].sort()} />
        <Plot
          label={title}
          height={260}
          inputs={[sums]}
          draw={({ rectY, ruleY }) => ({
            marginLeft: 44,
            x: { label: null, tickFormat: year, ticks: "year", type: "utc" },
            y: { label: null, grid: true, tickFormat: compact, ticks: 5 },
            marks: [
              rectY(sums, {
                x: "quarter",
                interval: "3 months",
                y: ({ kg }: Sum) => Number(kg) / 1000,
                fill: ({ series }: Sum) => pathwayColour(series),
                z: "series",
                order: "z",
                title: (sum: Sum) => `${pathway(sum.series)}\n${quarter(sum.quarter)}: ${credits(sum.kg)} credits`,
                tip: true,
              }),
              ruleY([0]),
            ],
          })}
        />
      </>
    }
    table={<SumTable caption={title} sums={sums} nameOf={pathway} />}
  />
);
