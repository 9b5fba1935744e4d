import { type CreditBatchId, parseId, type RegistryClient } from "isometric-registry";
import { useState } from "preact/hooks";
import { columns } from "../../components/columns";
import { hrefOf } from "../../components/links";
import { Load } from "../../components/load";
import { Empty } from "../../components/notice";
import { Table } from "../../components/table";
import { useLoad } from "../../lib/use-load";

const RETIREMENTS = 5;
const BATCHES_OF_EACH = 2;

/** Where to begin: an id, or a batch that was retired lately. */
export function ChooseBatch({ registry }: { registry: RegistryClient }) {
  const retired = useLoad((signal) => loadLatelyRetired(registry, signal), [registry]);
  return (
    <>
      <header class="title">
        <h1>A batch’s life</h1>
        <p>Every credit can be followed from the removal it was issued for to the claim it backs.</p>
      </header>
      <section class="card" aria-label="By its id">
        <IdForm />
      </section>
      <section class="card" aria-label="Retired lately">
        <header>
          <h2>Retired lately</h2>
        </header>
        <Load of={retired} label="Looking for batches">
          {(batches) =>
            batches.length === 0 ? (
              <Empty>No credits have been retired yet.</Empty>
            ) : (
              <Table caption="Retired lately" columns={columns.batches} rows={batches} keyOf={({ id }) => id} />
            )
          }
        </Load>
      </section>
    </>
  );
}

async function loadLatelyRetired(registry: RegistryClient, signal: AbortSignal) {
  const retirements = await registry.retirements.list({}, { signal }).toArray({ limit: RETIREMENTS });
  const lists = await Promise.all(retirements.map(({ id }) => registry.retirements.creditBatches(id, { signal })));
  return lists.flatMap(({ nodes }) => nodes.slice(0, BATCHES_OF_EACH));
}

function IdForm() {
  const [problem, setProblem] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get("id")).trim();
    const id = asBatchId(text);
    if (id === undefined) {
      setProblem("That is not the id of a credit batch. It looks like ctb_485QZE6DP2SCC433.");
    } else {
      location.hash = hrefOf(id) ?? "";
    }
  };
  return (
    <form class="id-form" onSubmit={submit}>
      <label class="field">
        <span>Credit batch</span>
        <input
          name="id"
          type="search"
          placeholder="ctb_…"
          spellcheck={false}
          autocomplete="off"
          aria-describedby="id-problem"
          aria-invalid={problem !== ""}
        />
        <small id="id-problem" class="wrong" role="alert">
          {problem}
        </small>
      </label>
      <button type="submit" class="primary">
        Follow it
      </button>
    </form>
  );
}

function asBatchId(text: string): CreditBatchId | undefined {
  try {
    return parseId("creditBatch", text);
  } catch {
    return undefined;
  }
}
