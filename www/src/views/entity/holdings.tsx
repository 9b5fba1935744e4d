import type { Organisation } from "isometric-registry";
import { CopyProgressBar } from "../../components/copying";
import { Named } from "../../components/named";
import { Empty, ErrorNotice } from "../../components/notice";
import { type Column, Table } from "../../components/table";
import { Unproved } from "../../components/unproved";
import { credits, creditsInColumn } from "../../lib/format";
import { useLoad } from "../../lib/use-load";
import { loadHoldings, type Stock } from "../../queries/holdings";
import { refreshCopy } from "../../session/copy";
import type { Session } from "../../session/session";

type Row = Stock & { readonly project_id: string; readonly vintage: number | null };

const stockColumn = (label: string, read: (row: Row) => bigint): Column<Row> => ({
  label,
  isNumeric: true,
  sortBy: read,
  cell: (row) => creditsInColumn(read(row)),
});

const columns: Column<Row>[] = [
  { label: "Project", place: "lead", cell: ({ project_id }) => <Named id={project_id} /> },
  { label: "Vintage", place: "note", sortBy: ({ vintage }) => vintage, cell: ({ vintage }) => vintage ?? "" },
  stockColumn("Came to it", ({ came }) => came),
  stockColumn("Passed on", ({ passedOn }) => passedOn),
  stockColumn("Retired", ({ retired }) => retired),
  { ...stockColumn("Holds", ({ holds }) => holds), place: "figure" },
];

/** What an organisation holds, by project and vintage, and how that came about. */
export function HoldingsTable({ session, organisation }: { session: Session; organisation: Organisation }) {
  const loaded = useLoad(
    async (signal) => {
      const { copy, report } = await refreshCopy(session, signal);
      return report.finished
        ? { holdings: await loadHoldings(copy.mirror, organisation.id, signal) }
        : { unproved: report.unproved };
    },
    [session, organisation],
  );
  switch (loaded.state) {
    case "loading":
      return <CopyProgressBar />;
    case "failed":
      return <ErrorNotice error={loaded.error} retry={loaded.retry} />;
    case "ready": {
      const { holdings, unproved } = loaded.value;
      if (holdings === undefined) {
        return <Unproved of={unproved} />;
      }
      const { rows, total } = holdings;
      return rows.length === 0 ? (
        <Empty>It never held any credits.</Empty>
      ) : (
        <>
          <p role="status">
            It holds <b>{credits(total.holds)} credits</b>: {credits(total.came)} came to it, {credits(total.passedOn)}{" "}
            were passed on, and {credits(total.retired)} retired.
          </p>
          <Table
            caption="Holdings"
            columns={columns}
            rows={rows}
            keyOf={({ project_id, vintage }) => `${project_id} ${vintage}`}
            initial={10}
          />
        </>
      );
    }
  }
}
