import { Id } from "../../components/links";
import { type Column, Table } from "../../components/table";
import { Day } from "../../components/values";
import { credits, creditsInColumn, kg } from "../../lib/format";
import type { Taken } from "../../queries/retire";

const columns: Column<Taken>[] = [
  {
    label: "Batch",
    cell: ({ batch }) => (
      <Id id={batch.id}>
        <code class="id">{batch.serial_number}</code>
      </Id>
    ),
  },
  { label: "Stored", cell: ({ batch }) => <Day of={batch.sequestered_on} /> },
  { label: "Holds", isNumeric: true, cell: ({ batch }) => creditsInColumn(batch.size.credit_kgs) },
  {
    label: "Retired",
    isNumeric: true,
    cell: (taken) => <b title={kg(taken.kg)}>{creditsInColumn(taken.kg)}</b>,
  },
  {
    label: "What happens",
    cell: ({ rest }) => (rest === 0n ? "Taken whole" : `Split: ${credits(rest)} credits stay yours`),
  },
];

/** Which batches are taken, and which of them are split. */
export const PlanTable = ({ plan }: { plan: readonly Taken[] }) => (
  <div class="plan">
    <Table caption="Batches that will be taken" columns={columns} rows={plan} keyOf={({ batch }) => batch.id} />
  </div>
);
