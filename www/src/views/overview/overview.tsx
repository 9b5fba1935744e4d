import { Headlines } from "../../components/headlines";
import { Load } from "../../components/load";
import { counted } from "../../lib/format";
import { useLoad } from "../../lib/use-load";
import {
  bufferedByPathway,
  issuedByPathway,
  loadOverview,
  type Overview as OverviewData,
  totalsByPathway,
} from "../../queries/overview";
import code from "../../queries/overview.ts?raw";
import { totalKg } from "../../queries/total";
import type { View, ViewProps } from "../view";
import { DeliveredAndRetired } from "./delivered-and-retired";
import { Newest } from "./newest";
import { PathwayHistory } from "./pathway-history";
import { RetiredByPathway } from "./retired-by-pathway";
import { WorldMap } from "./world-map";

// On their way while the data is read.
import("../../lib/plot").catch(() => {});
import("../../lib/land").catch(() => {});

function Overview({ session: { registry } }: ViewProps) {
  const overview = useLoad((signal) => loadOverview(registry, signal), [registry]);
  return (
    <>
      <header class="title">
        <h1>Carbon removal, on the record</h1>
      </header>
      <Load of={overview} label="Reading the public record" height="80vh">
        {(value) => <Record of={value} />}
      </Load>
    </>
  );
}

const Record = ({ of }: { of: OverviewData }) => (
  <div class="overview">
    <Figures of={of} />
    <WorldMap projects={of.projects} />
    <PathwayHistory title="Credits issued, by pathway" sums={issuedByPathway(of)} />
    <PathwayHistory title="Put into buffer pools, by pathway" sums={bufferedByPathway(of)} />
    <DeliveredAndRetired overview={of} />
    <RetiredByPathway projects={of.projects} />
    <Newest issuances={of.issuances} retirements={of.retirements} />
  </div>
);

function Figures({ of: { projects, issuances, deliveries, retirements } }: { of: OverviewData }) {
  const held = totalsByPathway(projects).reduce((sum, { buffered }) => sum + buffered, 0n);
  const projectCount = counted(projects.length, "project");
  const supplierCount = counted(new Set(projects.map(({ supplier }) => supplier.id)).size, "supplier");
  return (
    <Headlines
      of={[
        { label: "Issued", kg: totalKg(issuances), detail: `${projectCount}, ${supplierCount}` },
        { label: "Delivered", kg: totalKg(deliveries), detail: counted(deliveries.length, "delivery", "deliveries") },
        { label: "Retired", kg: totalKg(retirements), detail: counted(retirements.length, "retirement") },
        { label: "Held in buffer pools", kg: held, detail: "put in, less retired from them" },
      ]}
    />
  );
}

export const view: View = {
  title: "Overview",
  Component: Overview,
  sources: () => [{ name: "overview.ts", text: code }],
};
