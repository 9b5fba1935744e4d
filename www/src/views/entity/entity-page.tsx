import type { ComponentChildren } from "preact";
import { type Fact, Facts } from "../../components/facts";
import { Empty } from "../../components/notice";
import { type Column, Table } from "../../components/table";
import { href } from "../../lib/router";
import { isSample } from "../../session/session";

interface Props {
  readonly kind: string;
  readonly title: ComponentChildren;
  readonly id: string;
  readonly lead?: string | null;
  readonly facts: readonly Fact[];
  readonly children?: ComponentChildren;
}

/** What every entity's page has: its kind, its title, its facts; then what belongs to it. */
export const EntityPage = ({ kind, title, id, lead, facts, children }: Props) => (
  <>
    <header class="title">
      <h1>
        <small class="kind">{kind}</small>
        {title}
      </h1>
      {lead && <p>{lead}</p>}
    </header>
    <section class="card" aria-label="Facts">
      <Facts
        of={[
          ...facts,
          [
            "Id",
            <code key="id" class="id">
              {id}
            </code>,
          ],
        ]}
      />
    </section>
    {children}
  </>
);

export const Section = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="card" aria-label={title}>
    <header>
      <h2>{title}</h2>
    </header>
    {children}
  </section>
);

/** Enough to see what there is; the rest is a click away. */
const INITIAL = 10;

interface RowsProps<T> {
  readonly title: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
}

/** Things that came with the entity, as a section with a table. */
export const Rows = <T extends { id: string }>({ title, rows, columns }: RowsProps<T>) => (
  <Section title={title}>
    {rows.length === 0 ? (
      <Empty>None.</Empty>
    ) : (
      <Table caption={title} columns={columns} rows={rows} keyOf={({ id }) => id} initial={INITIAL} />
    )}
  </Section>
);

/** An id that the registry answers with `null`. */
export const Unknown = ({ what }: { what: string }) => (
  <div class="notice">
    <h1>No such {what}</h1>
    <p>
      The registry knows no {what} by this id.
      {isSample && " Sample data that you made yourself is gone once the page is reloaded."}
    </p>
    <p>
      <a href={href("explore")}>Look in the explorer</a>
    </p>
  </div>
);
