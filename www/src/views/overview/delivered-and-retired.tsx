import { Figure } from "../../components/figure";
import { Plot } from "../../components/plot";
import { compact, credits, quarter, year } from "../../lib/format";
import { deliveredAndRetired, type Overview, type Sum } from "../../queries/overview";
import { SumTable } from "./sum-table";

const title = "Credits delivered and retired";
const colours: Readonly<Record<string, string>> = {
  Delivered: "var(--delivered)",
  Retired: "var(--retired)",
};

/** Delivered credits above the line, retired ones below. */
export function DeliveredAndRetired({ overview }: { overview: Overview }) {
  const sums = deliveredAndRetired(overview);
  return (
    <Figure
      title={title}
      chart={
        <>
          <ul class="legend">
            {Object.entries(colours).map(([name, colour]) => (
              <li key={name} class="pathway" style={{ "--swatch": colour }}>
                {name}
              </li>
            ))}
          </ul>
          <Plot
            label={title}
            height={260}
            inputs={[overview]}
            draw={({ rectY, ruleY }) => ({
              marginLeft: 44,
              x: { label: null, tickFormat: year, ticks: "year", type: "utc" },
              y: {
                label: null,
                grid: true,
                tickFormat: (amount: number) => compact(Math.abs(amount)),
                ticks: 5,
              },
              marks: [
                rectY(sums, {
                  x: "quarter",
                  interval: "3 months",
                  y: ({ kg, series }: Sum) => (Number(kg) / 1000) * (series === "Retired" ? -1 : 1),
                  fill: ({ series }: Sum) => colours[series] as string,
                  title: (sum: Sum) => `${sum.series}\n${quarter(sum.quarter)}: ${credits(sum.kg)} credits`,
                  tip: true,
                }),
                ruleY([0]),
              ],
            })}
          />
        </>
      }
      table={<SumTable caption={title} sums={sums} />}
    />
  );
}
