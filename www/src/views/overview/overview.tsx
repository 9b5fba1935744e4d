import { Load } from "../../components/load";
import { count, credits, wholeCredits } from "../../lib/format";
import { useLoad } from "../../lib/use-load";
import {
  bufferedByPathway,
  issuedByPathway,
  loadOverview,
  type Overview as OverviewData,
  totalsByPathway,
} from "../../queries/overview";
import code from "../../queries/overview.ts?raw";
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
    <Headlines of={of} />
    <WorldMap projects={of.projects} />
    <PathwayHistory title="Credits issued, by pathway" sums={issuedByPathway(of)} />
    <PathwayHistory title="Put into buffer pools, by pathway" sums={bufferedByPathway(of)} />
    <DeliveredAndRetired overview={of} />
    <RetiredByPathway projects={of.projects} />
    <Newest issuances={of.issuances} retirements={of.retirements} />
  </div>
);

function Headlines({ of: { projects, issuances, deliveries, retirements } }: { of: OverviewData }) {
  const issued = total(issuances);
  const delivered = total(deliveries);
  const retired = total(retirements);
  const held = totalsByPathway(projects).reduce((sum, { buffered }) => sum + buffered, 0n);
  const projectCount = count(projects.length);
  const supplierCount = count(new Set(projects.map(({ supplier }) => supplier.id)).size);
  return (
    <dl class="headlines">
      <Headline label="Issued" kg={issued} detail={`${projectCount} projects, ${supplierCount} suppliers`} />
      <Headline label="Delivered" kg={delivered} detail={`${count(deliveries.length)} deliveries`} />
      <Headline label="Retired" kg={retired} detail={`${count(retirements.length)} retirements`} />
      <Headline label="Held in buffer pools" kg={held} detail="put in, less retired from them" />
    </dl>
  );
}

const Headline = ({ label, kg, detail }: { label: string; kg: bigint; detail: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>
      <b title={`${credits(kg)} credits`}>{wholeCredits(kg)}</b> credits
      <small>{detail}</small>
    </dd>
  </div>
);

const total = (items: readonly { credit_batch_size_total: { credit_kgs: bigint } }[]): bigint =>
  items.reduce((sum, { credit_batch_size_total }) => sum + credit_batch_size_total.credit_kgs, 0n);

export const view: View = {
  title: "Overview",
  Component: Overview,
  sources: () => [{ name: "overview.ts", text: code }],
};
