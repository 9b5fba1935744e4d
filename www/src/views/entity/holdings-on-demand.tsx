import type { Organisation } from "isometric-registry";
import { useState } from "preact/hooks";
import { Load } from "../../components/load";
import { useLoad } from "../../lib/use-load";
import { isSample, session } from "../../session/session";
import { Section } from "./entity-page";

/** What an organisation holds, from a copy of the record: made when somebody asks, as it takes many requests. */
export function HoldingsOnDemand({ organisation }: { organisation: Organisation }) {
  const [isWanted, setWanted] = useState(false);
  return (
    <Section title="Holdings">
      {isWanted ? (
        <Holdings organisation={organisation} />
      ) : (
        <div class="on-demand">
          <p class="quiet">
            The API shows holdings to their owner only, but they follow from the public record.{" "}
            {isSample
              ? "The package’s mirror copies it into this page and works them out."
              : "The package’s mirror copies it into this page, with several hundred requests at least, and works them out."}
          </p>
          <button type="button" onClick={() => setWanted(true)}>
            Work out its holdings
          </button>
        </div>
      )}
    </Section>
  );
}

function Holdings({ organisation }: { organisation: Organisation }) {
  const loaded = useLoad(() => import("./holdings"), []);
  const current = session.value;
  return (
    <Load of={loaded} label="Loading the mirror" height="10rem">
      {({ HoldingsTable }) => current && <HoldingsTable session={current} organisation={organisation} />}
    </Load>
  );
}
