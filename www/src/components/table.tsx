import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

export type Sortable = string | number | bigint | null;

export interface Column<T> {
  readonly label: string;
  readonly isNumeric?: boolean;
  /** What the column is sorted by; without it, it is not. */
  readonly sortBy?: (row: T) => Sortable;
  readonly cell: (row: T) => ComponentChildren;
}

interface Sort {
  readonly label: string;
  readonly isDescending: boolean;
}

interface Props<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}

const SHOWN = 100;

/** A table that sorts what it was given. On a narrow screen each row becomes a card. */
export function Table<T>({ caption, columns, rows, keyOf }: Props<T>) {
  const [sort, setSort] = useState<Sort>();
  const [shown, setShown] = useState(SHOWN);
  const sorted = sortRows(rows, columns, sort);
  return (
    <div class="table">
      <SortChoice columns={columns} sort={sort} onSort={setSort} />
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.label} column={column} sort={sort} onSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ label, isNumeric, cell }) => (
                <td key={label} data-label={label} class={isNumeric ? "numeric" : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <button type="button" class="more" onClick={() => setShown(shown + SHOWN)}>
          Show {Math.min(SHOWN, rows.length - shown)} more of {rows.length - shown}
        </button>
      )}
    </div>
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

/** Stands in for the headings where rows are cards. */
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
