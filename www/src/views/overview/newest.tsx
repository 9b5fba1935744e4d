import type { Issuance, Retirement } from "isometric-registry";
import type { ComponentChildren } from "preact";
import { columns } from "../../components/columns";
import { Empty } from "../../components/notice";
import { type Column, Table } from "../../components/table";
import { href } from "../../lib/router";

const SHOWN = 6;

/** The latest entries of the record; the API lists the newest first. */
export const Newest = ({
  issuances,
  retirements,
}: {
  issuances: readonly Issuance[];
  retirements: readonly Retirement[];
}) => (
  <>
    <Latest
      title="Newest issuances"
      rows={issuances}
      columns={pick(columns.issuances, "Issued", "Supplier", "Credits", "Id")}
    >
      <a href={href("explore/issuances")}>All issuances</a>
    </Latest>
    <Latest
      title="Newest retirements"
      rows={retirements}
      columns={pick(columns.retirements, "Retired", "In the name of", "Credits", "Id")}
    >
      <a href={href("explore/retirements")}>All retirements</a>
    </Latest>
  </>
);

interface Props<T> {
  readonly title: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly children: ComponentChildren;
}

const Latest = <T extends { id: string }>({ title, rows, columns, children }: Props<T>) => (
  <section class="card latest" aria-label={title}>
    <header>
      <h2>{title}</h2>
      {children}
    </header>
    {rows.length === 0 ? (
      <Empty>None yet.</Empty>
    ) : (
      <Table caption={title} columns={columns} rows={rows.slice(0, SHOWN)} keyOf={({ id }) => id} />
    )}
  </section>
);

const pick = <T,>(from: readonly Column<T>[], ...labels: string[]): Column<T>[] =>
  labels
    .flatMap((label) => from.find((column) => column.label === label) ?? [])
    .map((column) => {
      const { sortBy: _, ...unsorted } = column;
      return column.label === "Id" ? { ...unsorted, place: "note" } : unsorted;
    });
