import type { RegistryClient, Retirement } from "isometric-registry";
import { useEffect, useRef, useState } from "preact/hooks";
import { Certificate } from "../../components/certificate";
import { Id } from "../../components/links";
import { Load } from "../../components/load";
import { ErrorNotice } from "../../components/notice";
import { credits } from "../../lib/format";
import { useLoad } from "../../lib/use-load";
import { findRetirement, totalOf } from "../../queries/retire";
import { type Draft, step } from "./flow";

interface RetiredProps {
  readonly registry: RegistryClient;
  readonly retirement: Retirement;
  readonly onAnother: () => void;
}

/** It is done: the certificate. */
export function Retired({ registry, retirement, onAnother }: RetiredProps) {
  const batches = useLoad(
    (signal) => registry.retirements.creditBatches(retirement.id, { signal }),
    [registry, retirement],
  );
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <div class="done no-print">
        <h2 ref={heading} tabIndex={-1}>
          {credits(retirement.credit_batch_size_total.credit_kgs)} credits are retired
        </h2>
        <p>
          On the record as <Id id={retirement.id} />.
        </p>
        <button type="button" onClick={onAnother}>
          Retire more
        </button>
      </div>
      <Load of={batches} label="Writing the certificate">
        {({ nodes }) => <Certificate retirement={retirement} batches={nodes} />}
      </Load>
    </>
  );
}

/** Nothing has happened, and why. */
export const Refused = ({ error, onBack }: { error: unknown; onBack: () => void }) => (
  <ErrorNotice error={error}>
    <p>No credits were retired. Your balance and your batches are as they were.</p>
    <button type="button" onClick={onBack}>
      Start again
    </button>
  </ErrorNotice>
);

interface UnknownProps {
  readonly registry: RegistryClient;
  readonly draft: Draft;
  readonly error: unknown;
  readonly onBack: () => void;
}

type Finding = "not asked" | "asking" | "not found" | { readonly error: unknown };

/** Nobody said what became of it: how to find out, before anything is sent again. */
export function Unknown({ registry, draft, error, onBack }: UnknownProps) {
  const [finding, setFinding] = useState<Finding>("not asked");
  const find = async () => {
    setFinding("asking");
    try {
      const retirement = await findRetirement(registry, draft.plan);
      if (retirement) {
        step.value = { name: "retired", retirement };
      } else {
        setFinding("not found");
      }
    } catch (reason) {
      setFinding({ error: reason });
    }
  };
  return (
    <>
      <ErrorNotice error={error}>
        <p>
          <b>Do not retire the {credits(totalOf(draft.plan))} credits again yet.</b> The client has not sent the request
          a second time, because that could retire twice as much. The registry knows: look at what became of the
          batches.
        </p>
        <button type="button" class="primary" disabled={finding === "asking"} onClick={() => void find()}>
          {finding === "asking" ? "Looking…" : "Find out what happened"}
        </button>
      </ErrorNotice>
      {finding === "not found" && (
        <div class="notice" role="status">
          <h3>Nothing has happened so far</h3>
          <p>
            All batches are as they were. A slow registry may still be at work: wait a minute and look once more before
            you start again.
          </p>
          <button type="button" onClick={onBack}>
            Start again
          </button>
        </div>
      )}
      {typeof finding === "object" && <ErrorNotice error={finding.error} retry={() => void find()} />}
    </>
  );
}
