import { Headlines } from "../../components/headlines";
import { counted } from "../../lib/format";
import type { Figures } from "../../queries/figures";

export const OverviewFigures = ({ of }: { of: Figures }) => (
  <Headlines
    of={[
      {
        label: "Issued",
        kg: of.issued,
        detail: `${counted(of.projects, "project")}, ${counted(of.suppliers, "supplier")}`,
      },
      { label: "Delivered", kg: of.delivered, detail: counted(of.deliveries, "delivery", "deliveries") },
      { label: "Retired", kg: of.retired, detail: counted(of.retirements, "retirement") },
      { label: "Held in buffer pools", kg: of.held, detail: "put in, less retired from them" },
    ]}
  />
);
