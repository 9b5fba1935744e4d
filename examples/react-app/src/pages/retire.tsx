import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Organisation, RetirementId, SupplierId } from "isometric-registry";
import { type SubmitEvent, useEffect } from "react";
import { Link, useParams } from "react-router";
import type { RetirementOrder, RetirementProgress } from "../../server/retirements";
import { Credits } from "../parts/credits";
import { Problem } from "../parts/problem";
import { queries } from "../registry";
import { orderRetirement, retirementOf } from "../server";

/**
 * One retirement, whose reference is in the address: the form, and after the order, its progress
 * and outcome.
 */
export function RetirePage() {
  const { reference = "" } = useParams();
  const queryClient = useQueryClient();
  const { data: progress, error, refetch } = useQuery(retirementOf(reference));
  const order = useMutation({
    ...orderRetirement,
    onSuccess: (progress) => queryClient.setQueryData(retirementOf(reference).queryKey, progress),
  });
  return (
    <>
      <h1>Retire credits</h1>
      {error && <Problem error={error} retry={refetch} />}
      {progress === null && (
        <RetireForm disabled={order.isPending} submit={(terms) => order.mutate({ reference, ...terms })} />
      )}
      {order.error && <Problem error={order.error} />}
      {progress && <Progress of={progress} />}
    </>
  );
}

type Terms = Omit<RetirementOrder, "reference">;

function RetireForm({ disabled, submit }: { disabled: boolean; submit: (terms: Terms) => void }) {
  const { data: me } = useQuery(queries.organisations.current());
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    submit({ supplier_id: form.get("supplier") as SupplierId, credits: String(form.get("credits")).trim() });
  };
  return (
    <form onSubmit={onSubmit}>
      <label>
        Supplier
        <select name="supplier" required>
          {me && <Suppliers organisation={me} />}
        </select>
      </label>
      <label>
        Credits
        <input name="credits" inputMode="decimal" pattern="\s*\d+(\.\d{1,3})?\s*" placeholder="1.250" required />
      </label>
      <p>The oldest credits are taken first. A retirement cannot be undone.</p>
      <button type="submit" className="primary" disabled={disabled || me === undefined}>
        Retire
      </button>
    </form>
  );
}

function Suppliers({ organisation }: { organisation: Organisation }) {
  const { data: balance } = useQuery(queries.organisations.creditBalance(organisation.id));
  return balance?.supplier_balances
    .filter(({ total }) => total.active_credits_total.credit_kgs > 0n)
    .map(({ supplier_id }) => <Supplier key={supplier_id} id={supplier_id} />);
}

function Supplier({ id }: { id: SupplierId }) {
  const { data: supplier } = useQuery(queries.suppliers.get(id));
  return <option value={id}>{supplier?.organisation.name ?? id}</option>;
}

const headings = {
  running: "Retiring…",
  retired: "Retired",
  not_retired: "Nothing was retired",
  unknown: "It is not known yet",
};

function Progress({ of: { state, parts, steps, problem, retirement_id } }: { of: RetirementProgress }) {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (state === "retired") {
      void queryClient.invalidateQueries({ queryKey: queries.organisations.queryKey });
    }
  }, [state, queryClient]);
  return (
    <>
      <h2 aria-live="polite">{headings[state]}</h2>
      {problem && <p className="problem">{problem}</p>}
      {retirement_id && <Certificate id={retirement_id} />}
      {parts.length > 0 && (
        <ul className="list">
          {parts.map(({ serial_number, credits }) => (
            <li key={serial_number}>
              <span>{serial_number}</span>
              <span className="credits">{credits}</span>
            </li>
          ))}
        </ul>
      )}
      <details open={state !== "retired"}>
        <summary>What was done</summary>
        <ol>
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are only added.
            <li key={index}>{step}</li>
          ))}
        </ol>
      </details>
      <Link to="/credits">Back to the credits</Link>
    </>
  );
}

function Certificate({ id }: { id: RetirementId }) {
  const { data: retirement, error } = useQuery(queries.retirements.get(id));
  if (error) {
    return <Problem error={error} />;
  }
  return (
    retirement && (
      <p>
        <Credits of={retirement.credit_batch_size_total} /> credits for {retirement.beneficiary.name}:{" "}
        <a href={retirement.url}>{retirement.id}</a>
      </p>
    )
  );
}
