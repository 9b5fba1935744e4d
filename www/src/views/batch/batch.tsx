import type { CreditBatchId } from "isometric-registry";
import { Load } from "../../components/load";
import { useLoad } from "../../lib/use-load";
import { loadLife } from "../../queries/batch-life";
import code from "../../queries/batch-life.ts?raw";
import type { View, ViewProps } from "../view";
import { BatchFacts } from "./batch-facts";
import { ChooseBatch } from "./choose-batch";
import { findLife } from "./find-life";
import { LifeTree } from "./life-tree";

function Batch({ session, route: { path } }: ViewProps) {
  const [, id] = path;
  return id === undefined ? (
    <ChooseBatch registry={session.registry} />
  ) : (
    <BatchLife key={id} session={session} id={id as CreditBatchId} />
  );
}

function BatchLife({ session: { registry }, id }: Pick<ViewProps, "session"> & { id: CreditBatchId }) {
  const loaded = useLoad((signal) => loadLife(registry, id, signal), [registry, id]);
  return (
    <>
      <header class="title">
        <h1>A batch’s life</h1>
        <p>
          From its issuance to where each of its credits is now. A transaction over a part of a batch splits it in two.
        </p>
      </header>
      <Load of={loaded} label="Following the batch" height="32rem">
        {({ issuance, life }) => (
          <>
            <LifeTree issuance={issuance} life={life} current={id} />
            <BatchFacts batch={findLife(life, id).batch} />
          </>
        )}
      </Load>
    </>
  );
}

export const view: View = {
  title: "Batch life",
  Component: Batch,
  sources: () => [{ name: "batch-life.ts", text: code }],
};
