import type { CreditBatchId, Issuance } from "isometric-registry";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Id, OrganisationLink } from "../../components/links";
import { Status } from "../../components/values";
import { credits, day, kg } from "../../lib/format";
import type { Life } from "../../queries/batch-life";

interface Props {
  readonly issuance: Issuance;
  readonly life: Life;
  readonly current: CreditBatchId;
}

/** The family of a batch as a tree: left to right, or top to bottom on a narrow screen. */
export function LifeTree({ issuance, life, current }: Props) {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    if (frame.current) {
      revealSideways(frame.current);
    }
  }, [current]);
  return (
    <section class="card tree-frame" aria-label="Family of the batch" tabIndex={0} ref={frame}>
      <ul class="tree">
        <li>
          <article class="tree-node tree-issuance">
            <p class="tree-step">Issued {day(issuance.issued_at)}</p>
            <h2>
              <Id id={issuance.id}>Issuance</Id>
            </h2>
            <p>{issuance.supplier.organisation.name}</p>
          </article>
          <ul>
            <Branch life={life} current={current} whole={life.batch.size.credit_kgs} inherited={none} />
          </ul>
        </li>
      </ul>
    </section>
  );
}

/** Scrolls the frame, and not the page, to the batch that the page is about. */
function revealSideways(frame: HTMLElement): void {
  const node = frame.querySelector("[aria-current]");
  if (node === null) {
    return;
  }
  const hidden = node.getBoundingClientRect().right - frame.getBoundingClientRect().right;
  frame.scrollLeft += Math.max(0, hidden + 20);
}

/** What the batch that was split had gone through already. */
interface Past {
  readonly delivery: string | null;
  readonly transfers: ReadonlySet<string>;
}

const none: Past = { delivery: null, transfers: new Set() };

interface BranchProps {
  readonly life: Life;
  readonly current: CreditBatchId;
  readonly whole: bigint;
  readonly inherited: Past;
}

function Branch({ life, current, whole, inherited }: BranchProps) {
  const { batch, delivery, transfers, children } = life;
  const past: Past = {
    delivery: delivery?.id ?? inherited.delivery,
    transfers: new Set([...inherited.transfers, ...transfers.map(({ id }) => id)]),
  };
  const isCurrent = batch.id === current;
  const { credit_kgs } = batch.size;
  return (
    <li>
      <article class="tree-node" data-status={batch.status} aria-current={isCurrent ? "true" : undefined}>
        <div class="tree-share" style={{ "--share": `${Number((credit_kgs * 1000n) / whole) / 10}%` }} />
        <h2 title={`${kg(credit_kgs)}, ${batch.serial_number}`}>
          <Id id={batch.id}>{credits(credit_kgs)} credits</Id>
        </h2>
        <p>
          <Status of={batch.status} /> <span class="quiet">{batch.owner.name}</span>
        </p>
        <Events life={life} inherited={inherited} />
      </article>
      {children.length > 0 && (
        <ul>
          {children.map((child) => (
            <Branch key={child.batch.id} life={child} current={current} whole={whole} inherited={past} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** What happened to this batch, and not to the one it was split from. */
function Events({ life: { delivery, transfers, retirement }, inherited }: Pick<BranchProps, "life" | "inherited">) {
  const own = transfers.filter(({ id }) => !inherited.transfers.has(id));
  return (
    <ol class="tree-events">
      {delivery && delivery.id !== inherited.delivery && (
        <Event id={delivery.id} name="Delivered" at={delivery.delivered_at}>
          to <OrganisationLink of={delivery.to_organisation} />
        </Event>
      )}
      {own.map((transfer) => (
        <Event key={transfer.id} id={transfer.id} name="Transferred" at={transfer.transferred_at}>
          to <OrganisationLink of={transfer.to_organisation} />
        </Event>
      ))}
      {retirement && (
        <Event id={retirement.id} name="Retired" at={retirement.retired_at}>
          for <OrganisationLink of={retirement.beneficiary} />
        </Event>
      )}
    </ol>
  );
}

const Event = ({ id, name, at, children }: { id: string; name: string; at: string; children: ComponentChildren }) => (
  <li>
    <Id id={id}>{name}</Id> {children} <time dateTime={at}>{day(at)}</time>
  </li>
);
