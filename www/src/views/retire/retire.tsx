import { useEffect } from "preact/hooks";
import { Skeleton } from "../../components/notice";
import code from "../../queries/retire.ts?raw";
import { proxy, type Session } from "../../session/session";
import type { View, ViewProps } from "../view";
import { Finding } from "./finding";
import { confirm, giveUp, goOn, isUnderWay, recover, resolve, resolveRecovered, review, step } from "./flow";
import { Open, Refused, Retired } from "./outcomes";
import { Recovering, Unsettled } from "./recovery";
import { RetireForm } from "./retire-form";
import { Review } from "./review";

const stages = ["Choose", "Review", "Certificate"] as const;
const stageOf = {
  form: 0,
  planning: 1,
  review: 1,
  sending: 1,
  finding: 1,
  open: 1,
  recovering: 1,
  unsettled: 1,
  refused: 1,
  retired: 2,
} as const;

function Retire({ session }: ViewProps) {
  const { name } = step.value;
  const isAtStart = name === "form";
  useEffect(() => {
    if (isAtStart && session.sample === null) {
      recover(session).catch(() => {}); // a journal that cannot be read says so as soon as something is planned
    }
  }, [session, isAtStart]);
  return (
    <>
      <header class="title no-print">
        <h1>Retire credits</h1>
        <p>Retired credits are used up for good, in somebody’s name. Nothing is sent before you have reviewed it.</p>
      </header>
      <ol class="stages no-print" aria-label="Steps">
        {stages.map((stage, index) => (
          <li key={stage} aria-current={index === stageOf[name] ? "step" : undefined}>
            {stage}
          </li>
        ))}
      </ol>
      {session.writable || name !== "form" ? <CurrentStep session={session} /> : <ReadOnly />}
    </>
  );
}

function CurrentStep({ session }: { session: Session }) {
  const { registry } = session;
  const current = step.value;
  const mustStay = isUnderWay(current.name);
  useEffect(() => {
    if (!mustStay) {
      return undefined;
    }
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [mustStay]);
  const begin = () => (step.value = { name: "form" });

  switch (current.name) {
    case "form":
      return <RetireForm registry={registry} onReview={(draft) => void review(session, draft)} />;
    case "planning":
      return <Skeleton height="32rem" label="Claiming the batches" />;
    case "review":
    case "sending":
      return (
        <Review
          draft={current.planned.draft}
          isSending={current.name === "sending"}
          onBack={() => void giveUp(current.planned)}
          onConfirm={() => void confirm(current.planned)}
        />
      );
    case "finding":
      return <Finding draft={current.planned.draft} />;
    case "open":
      return (
        <Open
          draft={current.planned.draft}
          error={current.error}
          onGoOn={() => void goOn(current.planned)}
          onResolve={(id) => void resolve(session, current.planned, id)}
        />
      );
    case "recovering":
      return <Recovering {...current} />;
    case "unsettled":
      return (
        <Unsettled
          entry={current.entry}
          error={current.error}
          isWritable={session.writable}
          onLook={(isToFinish) => void recover(session, isToFinish)}
          onResolve={(id) => void resolveRecovered(session, current.entry, id)}
        />
      );
    case "retired":
      return (
        <Retired registry={registry} retirement={current.retirement} receipt={current.receipt} onAnother={begin} />
      );
    case "refused":
      return <Refused error={current.error} onBack={begin} />;
  }
}

const hold = (event: BeforeUnloadEvent) => event.preventDefault();

const ReadOnly = () => (
  <div class="notice notice-warn">
    <h2>This page is read-only</h2>
    <p>
      {proxy?.writes
        ? `It shows Isometric’s ${proxy.environment} registry. Click on its name above to allow this page to retire credits.`
        : "The server that serves this page was started without the switch that lets it retire real credits."}
    </p>
  </div>
);

export const view: View = {
  title: "Retire credits",
  Component: Retire,
  sources: () => [{ name: "retire.ts", text: code }],
};
