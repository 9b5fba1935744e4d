import { Load } from "../../components/load";
import { useLoad } from "../../lib/use-load";
import { figuresOf } from "../../queries/figures";
import {
  bufferedByPathway,
  issuedByPathway,
  loadOverview,
  type Overview as OverviewData,
} from "../../queries/overview";
import code from "../../queries/overview.ts?raw";
import type { View, ViewProps } from "../view";
import { DeliveredAndRetired } from "./delivered-and-retired";
import { Newest } from "./newest";
import { OverviewFigures } from "./overview-figures";
import { PathwayHistory } from "./pathway-history";
import { RetiredByPathway } from "./retired-by-pathway";
import { FirstFigures, OverviewTitle } from "./waiting";

import { WorldMap } from "./world-map";

// On their way while the data is read.
import("../../lib/plot").catch(() => {});
import("../../lib/land").catch(() => {});

function Overview({ session: { registry } }: ViewProps) {
  const overview = useLoad((signal) => loadOverview(registry, signal), [registry]);
  return (
    <>
      <OverviewTitle />
      <Load of={overview} label="Reading the public record" waiting={<FirstFigures />}>
        {(value) => <Record of={value} />}
      </Load>
    </>
  );
}

const Record = ({ of }: { of: OverviewData }) => (
  <div class="overview">
    <OverviewFigures of={figuresOf(of)} />
    <WorldMap projects={of.projects} />
    <PathwayHistory title="Credits issued, by pathway" sums={issuedByPathway(of)} />
    <PathwayHistory title="Put into buffer pools, by pathway" sums={bufferedByPathway(of)} />
    <DeliveredAndRetired overview={of} />
    <RetiredByPathway projects={of.projects} />
    <Newest issuances={of.issuances} retirements={of.retirements} />
  </div>
);

export const view: View = {
  title: "Overview",
  Component: Overview,
  sources: () => [{ name: "overview.ts", text: code }],
};
