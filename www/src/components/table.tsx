import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { useSeen } from "../lib/use-seen";

export type Sortable = string | number | bigint | null;

export interface Column<T> {
  readonly label: string;
  readonly isNumeric?: boolean;
  /** What the column is sorted by; without it, it is not. */
  readonly sortBy?: (row: T) => Sortable;
  readonly cell: (row: T) => ComponentChildren;
  /** Where it stands on a narrow screen, where rows have two lines; without a place, behind the row's button. */
  readonly place?: Place;
}

/** Above on the left and on the right, below on the left and on the right. */
export type Place = "lead" | "figure" | "note" | "aside";

interface Sort {
  readonly label: string;
  readonly isDescending: boolean;
}

interface Props<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly onSort?: () => void;
  /** How many rows show before somebody asks for all of them. */
  readonly initial?: number;
}

/** Columns by their labels in another order, with other places on a narrow screen. */
export const arrange = <T,>(from: readonly Column<T>[], places: Readonly<Record<string, Place | "">>): Column<T>[] =>
  Object.entries(places).flatMap(([label, place]) => {
    const column = from.find((each) => each.label === label);
    if (column === undefined) {
      return [];
    }
    const { place: _, ...rest } = column;
    return place === "" ? rest : { ...rest, place };
  });

/** How many rows more are drawn when the last one comes into sight. */
const SHOWN = 50;

/** A table that sorts what it was given. On a narrow screen its rows have two lines, and the rest on demand. */
export function Table<T>({ caption, columns, rows, keyOf, onSort, initial = SHOWN }: Props<T>) {
  const [sort, chooseSort] = useState<Sort>();
  const [shown, setShown] = useState(initial);
  const isWhole = shown >= SHOWN;
  const showMore = () => isWhole && rows.length > shown && setShown(shown + SHOWN);
  const end = useSeen<HTMLDivElement>(showMore, [shown, rows.length]);
  const sorted = sortRows(rows, columns, sort);
  const setSort = (next: Sort | undefined) => {
    onSort?.();
    chooseSort(next);
  };
  return (
    <div class="table">
      <SortChoice columns={columns} sort={sort} onSort={setSort} />
      <div class="table-frame">
        <table>
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Heading key={column.label} column={column} sort={sort} onSort={setSort} />
              ))}
              {columns.some(({ place }) => place === undefined) && <td class="opener" />}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, shown).map((row) => (
              <Row key={keyOf(row)} columns={columns} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {!isWhole && rows.length > shown && (
        <p class="show-all">
          <button type="button" class="quiet-button" onClick={() => setShown(SHOWN)}>
            All {rows.length}
            <span class="visually-hidden"> of {caption}</span>
          </button>
        </p>
      )}
      <div ref={end} />
    </div>
  );
}

/** A row; on a narrow screen it opens to show the columns that have no place there. */
function Row<T>({ columns, row }: { columns: readonly Column<T>[]; row: T }) {
  const [isOpen, setOpen] = useState(false);
  const hasMore = columns.some(({ place }) => place === undefined);
  return (
    <tr data-open={isOpen ? "" : undefined}>
      {columns.map(({ label, isNumeric, place, cell }) => (
        <td key={label} data-label={label} data-place={place ?? "more"} class={isNumeric ? "numeric" : undefined}>
          {cell(row)}
        </td>
      ))}
      {hasMore && (
        <td class="opener">
          <button type="button" aria-expanded={isOpen} aria-label="All of this row" onClick={() => setOpen(!isOpen)} />
        </td>
      )}
    </tr>
  );
}

interface HeadingProps<T> {
  readonly column: Column<T>;
  readonly sort: Sort | undefined;
  readonly onSort: (sort: Sort | undefined) => void;
}

function Heading<T>({ column: { label, isNumeric, sortBy }, sort, onSort }: HeadingProps<T>) {
  const current = sort?.label === label ? sort : undefined;
  const direction = current && (current.isDescending ? "descending" : "ascending");
  return (
    <th scope="col" class={isNumeric ? "numeric" : undefined} aria-sort={direction}>
      {sortBy ? (
        <button type="button" class="sort" data-direction={direction} onClick={() => onSort(nextSort(label, current))}>
          {label}
        </button>
      ) : (
        label
      )}
    </th>
  );
}

/** Ascending, descending, as it came. */
function nextSort(label: string, current: Sort | undefined): Sort | undefined {
  if (current === undefined) {
    return { label, isDescending: false };
  }
  return current.isDescending ? undefined : { label, isDescending: true };
}

interface SortChoiceProps<T> {
  readonly columns: readonly Column<T>[];
  readonly sort: Sort | undefined;
  readonly onSort: (sort: Sort | undefined) => void;
}

/** Stands in for the headings where rows have two lines. */
function SortChoice<T>({ columns, sort, onSort }: SortChoiceProps<T>) {
  const id = useId();
  const options = columns
    .filter(({ sortBy }) => sortBy)
    .flatMap(({ label }) => [
      { label, isDescending: false },
      { label, isDescending: true },
    ]);
  const chosen = options.findIndex((each) => each.label === sort?.label && each.isDescending === sort.isDescending);
  return (
    <p class="sort-choice">
      <label for={id}>Sort by</label>
      <select id={id} value={chosen} onChange={({ currentTarget }) => onSort(options[Number(currentTarget.value)])}>
        <option value={-1}>As listed</option>
        {options.map(({ label, isDescending }, index) => (
          <option key={`${label} ${isDescending}`} value={index}>
            {label} {isDescending ? "↓" : "↑"}
          </option>
        ))}
      </select>
    </p>
  );
}

function sortRows<T>(rows: readonly T[], columns: readonly Column<T>[], sort: Sort | undefined): readonly T[] {
  const sortBy = columns.find(({ label }) => label === sort?.label)?.sortBy;
  if (sort === undefined || sortBy === undefined) {
    return rows;
  }
  const sign = sort.isDescending ? -1 : 1;
  return rows.toSorted((one, other) => sign * compare(sortBy(one), sortBy(other)));
}

function compare(one: Sortable, other: Sortable): number {
  if (one === null || other === null) {
    return Number(one !== null) - Number(other !== null);
  }
  if (typeof one === "string" && typeof other === "string") {
    return one.localeCompare(other);
  }
  return one < other ? -1 : Number(one > other);
}
