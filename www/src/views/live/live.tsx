import { useState } from "preact/hooks";
import { AskToCopy } from "../../components/ask-to-copy";
import { Copying } from "../../components/copying";
import { ErrorNotice } from "../../components/notice";
import { Unproved } from "../../components/unproved";
import { useLoad } from "../../lib/use-load";
import copyCode from "../../queries/copy.ts?raw";
import { readFeed } from "../../queries/live";
import liveCode from "../../queries/live.ts?raw";
import { isCopyBegun, refreshCopy } from "../../session/copy";
import { isSample } from "../../session/session";
import type { View, ViewProps } from "../view";
import { Following } from "./following";

function Live({ session }: ViewProps) {
  const [isWanted, setWanted] = useState(isSample || isCopyBegun());
  return (
    <>
      <header class="title">
        <h1>The record, live</h1>
        <p>
          {isSample
            ? "Others trade in the sample registry while you watch. This page’s copy follows: each event once, with what it did to the figures."
            : "This page’s copy of the record follows the registry: each event once, with what it did to the figures."}
        </p>
      </header>
      {isWanted ? <Copied session={session} /> : <AskToCopy onAccept={() => setWanted(true)} />}
    </>
  );
}

function Copied({ session }: Pick<ViewProps, "session">) {
  const loaded = useLoad(
    async (signal) => {
      const { copy, report } = await refreshCopy(session, signal);
      return { copy, report, feed: await readFeed(copy.mirror) };
    },
    [session],
  );
  switch (loaded.state) {
    case "loading":
      return <Copying />;
    case "failed":
      return <ErrorNotice error={loaded.error} retry={loaded.retry} />;
    case "ready": {
      const { copy, report, feed } = loaded.value;
      return report.finished ? (
        <Following session={session} mirror={copy.mirror} from={feed} />
      ) : (
        <Unproved of={report.unproved} />
      );
    }
  }
}

export const view: View = {
  title: "Live",
  Component: Live,
  sources: () => [
    { name: "live.ts", text: liveCode },
    { name: "copy.ts", text: copyCode },
  ],
};
