import type { ComponentChildren } from "preact";
import { Id, OrganisationLink, SupplierLink } from "../../components/links";
import { credits, creditsInColumn, words } from "../../lib/format";
import type { LiveEvent } from "../../queries/live";

const times = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** An event, and its figure before and after. */
export const Event = ({ event }: { event: LiveEvent }) => (
  <li data-kind={event.kind}>
    <time dateTime={event.at}>{times.format(new Date(event.at))}</time>
    <p>{sentence(event)}</p>
    <p class="live-effect number">
      {words(event.kind)} {creditsInColumn(event.before)} <span aria-hidden="true">→</span>
      <span class="visually-hidden"> became </span> <b>{creditsInColumn(event.after)}</b>
    </p>
  </li>
);

function sentence(event: LiveEvent): ComponentChildren {
  const amount = <Id id={event.record.id}>{quantity(event)}</Id>;
  switch (event.kind) {
    case "issued":
      return (
        <>
          <SupplierLink of={event.record.supplier} /> was issued {amount}
        </>
      );
    case "delivered":
      return (
        <>
          <SupplierLink of={event.record.from_supplier} /> delivered {amount} to{" "}
          <OrganisationLink of={event.record.to_organisation} />
        </>
      );
    case "transferred":
      return (
        <>
          <OrganisationLink of={event.record.from_organisation} /> transferred {amount} to{" "}
          <OrganisationLink of={event.record.to_organisation} />
        </>
      );
    case "retired":
      return (
        <>
          <OrganisationLink of={event.record.owner} /> retired {amount} in the name of{" "}
          <OrganisationLink of={event.record.beneficiary} />
        </>
      );
  }
}

/** The same in plain text, to be read out. */
export function inWords(event: LiveEvent): string {
  const amount = quantity(event);
  switch (event.kind) {
    case "issued":
      return `${event.record.supplier.organisation.name} was issued ${amount}.`;
    case "delivered":
      return `${event.record.from_supplier.organisation.name} delivered ${amount} to ${event.record.to_organisation.name}.`;
    case "transferred":
      return `${event.record.from_organisation.name} transferred ${amount} to ${event.record.to_organisation.name}.`;
    case "retired":
      return `${event.record.owner.name} retired ${amount} in the name of ${event.record.beneficiary.name}.`;
  }
}

function quantity({ record }: LiveEvent): string {
  const { credit_kgs } = record.credit_batch_size_total;
  return `${credits(credit_kgs)} ${credit_kgs === 1000n ? "credit" : "credits"}`;
}
