import { isOutcomeUnknown, type RegistryClient, RegistryError } from "isometric-registry";
import { useEffect } from "preact/hooks";
import { SampleMark } from "../../components/sample-mark";
import { retire } from "../../queries/retire";
import code from "../../queries/retire.ts?raw";
import { proxy } from "../../session/session";
import type { View, ViewProps } from "../view";
import { type Draft, step } from "./flow";
import { Refused, Retired, Unknown } from "./outcomes";
import { RetireForm } from "./retire-form";
import { Review } from "./review";

const stages = ["Choose", "Review", "Certificate"] as const;
const stageOf = { form: 0, review: 1, sending: 1, refused: 1, unknown: 1, retired: 2 } as const;

function Retire({ session }: ViewProps) {
  const { name } = step.value;
  return (
    <>
      <header class="title no-print">
        <h1>Retire credits</h1>
        <SampleMark />
        <p>Retired credits are used up for good, in somebody’s name. Nothing is sent before you have reviewed it.</p>
      </header>
      <ol class="stages no-print" aria-label="Steps">
        {stages.map((stage, index) => (
          <li key={stage} aria-current={index === stageOf[name] ? "step" : undefined}>
            {stage}
          </li>
        ))}
      </ol>
      {session.writable ? <CurrentStep registry={session.registry} /> : <ReadOnly />}
    </>
  );
}

function CurrentStep({ registry }: { registry: RegistryClient }) {
  const current = step.value;
  const isSending = current.name === "sending";
  useEffect(() => {
    if (!isSending) {
      return undefined;
    }
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [isSending]);
  const begin = () => (step.value = { name: "form" });

  switch (current.name) {
    case "form":
      return <RetireForm registry={registry} onReview={(draft) => (step.value = { name: "review", draft })} />;
    case "review":
    case "sending":
      return (
        <Review
          draft={current.draft}
          isSending={isSending}
          onBack={begin}
          onConfirm={() => void send(registry, current.draft)}
        />
      );
    case "retired":
      return <Retired registry={registry} retirement={current.retirement} onAnother={begin} />;
    case "refused":
      return <Refused error={current.error} onBack={begin} />;
    case "unknown":
      return <Unknown registry={registry} draft={current.draft} error={current.error} onBack={begin} />;
  }
}

/** Sends a reviewed retirement, once: a second click finds the step changed. */
async function send(registry: RegistryClient, draft: Draft): Promise<void> {
  if (step.value.name !== "review") {
    return;
  }
  step.value = { name: "sending", draft };
  try {
    const retirement = await retire(registry, draft.plan, {
      owner_organisation_id: draft.owner.id,
      beneficiary_organisation_id: draft.beneficiary.id,
      supplier_id: draft.supplier.id,
      retirement_purposes: draft.purposes,
      notes: draft.notes || null,
    });
    step.value = { name: "retired", retirement };
  } catch (error) {
    step.value = { name: mayHaveActed(error) ? "unknown" : "refused", draft, error };
  }
}

/** An answer that could not be read counts: the registry has acted. */
const mayHaveActed = (error: unknown) =>
  isOutcomeUnknown(error) || (error instanceof RegistryError && error.outcome === "applied");

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
