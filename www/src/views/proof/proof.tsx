import { useState } from "preact/hooks";
import { AskToCopy } from "../../components/ask-to-copy";
import { Copying } from "../../components/copying";
import { ErrorNotice } from "../../components/notice";
import { useLoad } from "../../lib/use-load";
import copyCode from "../../queries/copy.ts?raw";
import damageCode from "../../queries/damage.ts?raw";
import { prove } from "../../queries/proof";
import proofCode from "../../queries/proof.ts?raw";
import { isCopyBegun, refreshCopy } from "../../session/copy";
import { isSample } from "../../session/session";
import type { View, ViewProps } from "../view";
import { Findings } from "./findings";

function ProofView({ session }: ViewProps) {
  const [isWanted, setWanted] = useState(isSample || isCopyBegun());
  return (
    <>
      <header class="title">
        <h1>The record, proved</h1>
        <p>
          This page copies the whole public record with the package’s mirror, and checks in whole kilograms that every
          credit is accounted for.
        </p>
      </header>
      {isWanted ? <Checked session={session} /> : <AskToCopy onAccept={() => setWanted(true)} />}
    </>
  );
}

function Checked({ session }: Pick<ViewProps, "session">) {
  const loaded = useLoad(
    async (signal) => {
      const refreshed = await refreshCopy(session, signal);
      return { refreshed, proof: await prove(refreshed.copy.mirror, signal) };
    },
    [session],
  );
  switch (loaded.state) {
    case "loading":
      return <Copying />;
    case "failed":
      return <ErrorNotice error={loaded.error} retry={loaded.retry} />;
    case "ready":
      return <Findings {...loaded.value} />;
  }
}

export const view: View = {
  title: "Proof",
  Component: ProofView,
  sources: () => [
    { name: "proof.ts", text: proofCode },
    { name: "copy.ts", text: copyCode },
    { name: "damage.ts", text: damageCode },
  ],
};
