import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Facts } from "../../components/facts";
import { Quantity, Text } from "../../components/values";
import { credits, named, words } from "../../lib/format";
import { totalOf } from "../../queries/retire";
import type { Draft } from "./flow";
import { PlanTable } from "./plan-table";

interface Props {
  readonly draft: Draft;
  readonly isSending: boolean;
  readonly onBack: () => void;
  readonly onConfirm: () => void;
}

/** The last look before a retirement is sent. */
export function Review({ draft, isSending, onBack, onConfirm }: Props) {
  const [isUnderstood, setUnderstood] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const total = totalOf(draft.taken);
  return (
    <section class="card review" aria-busy={isSending}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          Please review
        </h2>
      </header>
      <Facts
        of={[
          ["Retired", <Quantity key="total" kilograms={total} />],
          ["In the name of", named(draft.beneficiary)],
          ["By", named(draft.owner)],
          ["Credits of", draft.supplier.organisation.name],
          ["For", draft.purposes.map(words).join(", ")],
          ["Note, for everybody to read", <Text key="notes" of={draft.notes} />],
        ]}
      />
      <PlanTable plan={draft.taken} />
      <div class="notice notice-error">
        <h3>This cannot be undone</h3>
        <p>
          Nobody, the registry included, can give retired credits back. They can never be sold, transferred or retired
          again.
        </p>
        <label class="check">
          <input
            type="checkbox"
            checked={isUnderstood}
            disabled={isSending}
            onChange={({ currentTarget }) => setUnderstood(currentTarget.checked)}
          />
          I have checked the above and want to retire these credits for good.
        </label>
      </div>
      <div class="buttons">
        <button type="button" disabled={isSending} onClick={onBack}>
          Back
        </button>
        <button type="button" class="danger" disabled={!isUnderstood || isSending} onClick={onConfirm}>
          {isSending ? "Retiring…" : `Retire ${credits(total)} credits for good`}
        </button>
      </div>
      <p class="visually-hidden" role="status">
        {isSending ? "The retirement is being sent." : ""}
      </p>
    </section>
  );
}
