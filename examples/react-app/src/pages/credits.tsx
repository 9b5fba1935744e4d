import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { CreditBatch, Organisation } from "isometric-registry";
import { useNavigate } from "react-router";
import { Credits } from "../parts/credits";
import { More } from "../parts/more";
import { Problem } from "../parts/problem";
import { ProjectLink } from "../parts/project-link";
import { queries } from "../registry";

export function CreditsPage() {
  const { data: me, error, refetch } = useQuery(queries.organisations.current());
  if (error) {
    return <Problem error={error} retry={refetch} />;
  }
  return me ? <CreditsOf organisation={me} /> : <p>Loading…</p>;
}

function CreditsOf({ organisation }: { organisation: Organisation }) {
  const navigate = useNavigate();
  const balance = useQuery(queries.organisations.creditBalance(organisation.id));
  const batches = useInfiniteQuery(
    queries.organisations.creditBatches(organisation.id, { status: ["active"], first: 15 }),
  );
  const nodes = batches.data?.pages.flatMap((page) => page.nodes) ?? [];
  return (
    <>
      <h1>Credits of {organisation.name}</h1>
      <p className="toolbar">
        <span>{balance.data && <Credits of={balance.data.total.active_credits_total} />} active credits</span>
        {/* The reference of a retirement is in the address, so that a reload orders nothing new. */}
        <button type="button" className="primary" onClick={() => navigate(`/retire/${crypto.randomUUID()}`)}>
          Retire credits
        </button>
      </p>
      <ul className="list">
        {nodes.map((batch) => (
          <Batch key={batch.id} batch={batch} />
        ))}
      </ul>
      {batches.isPending && <p>Loading…</p>}
      {batches.isError && <Problem error={batches.error} retry={batches.refetch} />}
      <More {...batches} />
    </>
  );
}

function Batch({ batch }: { batch: CreditBatch }) {
  return (
    <li>
      <ProjectLink id={batch.project_id} />
      <Credits of={batch.size} />
      <small>{batch.serial_number}</small>
      <small>{batch.sequestered_on.slice(0, 4)}</small>
    </li>
  );
}
