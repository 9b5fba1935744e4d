import type { RegistryClient, Retirement } from "isometric-registry";
import { AmbiguousError, CreditsTakenError, type Receipt, RefusedError } from "isometric-registry/transactions";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Certificate } from "../../components/certificate";
import { Id } from "../../components/links";
import { Load } from "../../components/load";
import { ErrorNotice } from "../../components/notice";
import { credits } from "../../lib/format";
import { useLoad } from "../../lib/use-load";
import { totalOf } from "../../queries/retire";
import { Trail } from "./finding";
import { type Draft, trail } from "./flow";

interface RetiredProps {
  readonly registry: RegistryClient;
  readonly retirement: Retirement;
  readonly receipt: Receipt;
  readonly onAnother: () => void;
}

/** It is done: the certificate. */
export function Retired({ registry, retirement, receipt, onAnother }: RetiredProps) {
  const batches = useLoad(
    (signal) => registry.retirements.creditBatches(retirement.id, { signal }),
    [registry, retirement],
  );
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const amount = credits(retirement.credit_batch_size_total.credit_kgs);
  return (
    <>
      <div class="done no-print">
        <h2 ref={heading} tabIndex={-1}>
          {amount} {amount === "1" ? "credit is" : "credits are"} retired
        </h2>
        <p>
          On the record as <Id id={retirement.id} />, {certainties[receipt.certainty ?? "answered"]}.
        </p>
        <button type="button" onClick={onAnother}>
          Retire more
        </button>
      </div>
      {wasLost(receipt) && (
        <details class="how no-print">
          <summary>How this was found out</summary>
          <Trail />
        </details>
      )}
      <Load of={batches} label="Writing the certificate">
        {({ nodes }) => <Certificate retirement={retirement} batches={nodes} />}
      </Load>
    </>
  );
}

/** How it is known that the record is the one that was confirmed here. */
const certainties: Readonly<Record<NonNullable<Receipt["certainty"]>, string>> = {
  answered: "as the registry has answered",
  marked: "found by its mark",
  matched: "found by its batches: it has exactly the parts that were confirmed here",
  resolved: "as you have chosen",
};

/** Whether anything was needed beside the answer. */
const wasLost = ({ certainty, sends }: Receipt): boolean => certainty !== "answered" || sends > 1;

interface RefusedProps {
  readonly error: unknown;
  readonly onBack: () => void;
}

/** Nothing has happened, and why. */
export function Refused({ error, onBack }: RefusedProps) {
  const rest = (
    <>
      <p>No credits were retired. Your balance and your batches are as others left them.</p>
      <button type="button" onClick={onBack}>
        Start again
      </button>
      {trail.value.length > 0 && (
        <details class="how">
          <summary>How this is known</summary>
          <Trail />
        </details>
      )}
    </>
  );
  if (error instanceof CreditsTakenError) {
    return (
      <Notice title="Others were faster">
        <p>
          <Id id={error.batch} /> was spent{" "}
          {error.takenBy === null ? (
            "by others"
          ) : (
            <>
              by <Id id={error.takenBy} />
            </>
          )}{" "}
          before this could take it.
        </p>
        {rest}
      </Notice>
    );
  }
  if (error instanceof RefusedError) {
    return (
      <Notice title="The registry refused this">
        <p>{error.message}</p>
        {rest}
      </Notice>
    );
  }
  return <ErrorNotice error={error}>{rest}</ErrorNotice>;
}

interface UndecidedProps {
  readonly error: unknown;
  readonly onResolve: (recordId: string | null) => void;
  readonly children: ComponentChildren;
}

/** What was done and seen, and either the choice between records that are alike, or the error and what can be done. */
export function Undecided({ error, onResolve, children }: UndecidedProps) {
  const trace = (
    <details class="how" open>
      <summary>What was done and seen</summary>
      <Trail />
    </details>
  );
  if (error instanceof AmbiguousError) {
    return (
      <Ambiguous error={error} onResolve={onResolve}>
        {trace}
      </Ambiguous>
    );
  }
  return (
    <ErrorNotice error={error}>
      {children}
      {trace}
    </ErrorNotice>
  );
}

interface OpenProps {
  readonly draft: Draft;
  readonly error: unknown;
  readonly onGoOn: () => void;
  readonly onResolve: (recordId: string | null) => void;
}

/** It is not known in time, or cannot be told from another's: somebody has to decide how it goes on. */
export function Open({ draft, error, onGoOn, onResolve }: OpenProps) {
  return (
    <Undecided error={error} onResolve={onResolve}>
      <p>
        <b>Do not retire the {credits(totalOf(draft.taken))} credits again.</b> They may be retired already. Look again
        when the registry can be reached; nothing will be retired twice.
      </p>
      <button type="button" class="primary" onClick={onGoOn}>
        Look again
      </button>
    </Undecided>
  );
}

interface AmbiguousProps {
  readonly error: AmbiguousError;
  readonly onResolve: (recordId: string | null) => void;
  readonly children: ComponentChildren;
}

/** Records that may be this page's, or another's: somebody has to say which. */
const Ambiguous = ({ error, onResolve, children }: AmbiguousProps) => (
  <Notice title="Is this yours?">
    <p>
      Somebody has retired the same batches, and whether that was this page or another cannot be told. Look, and say
      which it is.
    </p>
    <ul class="candidates">
      {error.candidates.map((id) => (
        <li key={id}>
          <Id id={id} />{" "}
          <button type="button" onClick={() => onResolve(id)}>
            This is mine
          </button>
        </li>
      ))}
    </ul>
    <button type="button" onClick={() => onResolve(null)}>
      None of them is mine
    </button>
    {children}
  </Notice>
);

const Notice = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <div class="notice notice-error" role="alert">
    <h3>{title}</h3>
    {children}
  </div>
);
