import { type Column, Table } from "../../components/table";
import { creditsInColumn, quarter } from "../../lib/format";
import type { Sum } from "../../queries/overview";

interface Row {
  readonly quarter: Date;
  readonly kg: ReadonlyMap<string, bigint>;
}

interface Props {
  readonly caption: string;
  readonly sums: readonly Sum[];
  readonly nameOf?: (series: string) => string;
}

/** Sums as a table: a row for each quarter, a column for each series. */
export function SumTable({ caption, sums, nameOf = (series) => series }: Props) {
  const rows = [...Map.groupBy(sums, (sum) => sum.quarter.getTime())].map(([time, found]) => ({
    quarter: new Date(time),
    kg: new Map(found.map(({ series, kg }) => [series, kg])),
  }));
  const series = [...new Set(sums.map((sum) => sum.series))];
  const columns: Column<Row>[] = [
    { label: "Quarter", place: "lead", sortBy: (row) => row.quarter.getTime(), cell: (row) => quarter(row.quarter) },
    ...series.map((name) => ({
      label: nameOf(name),
      isNumeric: true,
      sortBy: (row: Row) => row.kg.get(name) ?? 0n,
      cell: (row: Row) => creditsInColumn(row.kg.get(name) ?? 0n),
    })),
  ];
  return <Table caption={caption} columns={columns} rows={rows} keyOf={(row) => row.quarter.toISOString()} />;
}
