import type { TransactionProgress } from "isometric-registry/transactions";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Id } from "../../components/links";
import { count, credits } from "../../lib/format";
import { totalOf } from "../../queries/retire";
import { type Draft, trail } from "./flow";

/** How a transaction finds out what has happened, step by step, after words of its own. */
export function FindingOut({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <section class="card finding" aria-busy="true">
      <h2 ref={heading} tabIndex={-1}>
        Finding out what has happened
      </h2>
      <p>{children}</p>
      <Trail />
    </section>
  );
}

/** The answer is lost. */
export function Finding({ draft }: { draft: Draft }) {
  return (
    <FindingOut>
      Whether the {credits(totalOf(draft.taken))} credits are retired is not certain yet. A batch can be spent once, so
      the batches know. Please keep this page open; nothing will be retired twice.
    </FindingOut>
  );
}

/** What was done and seen, the newest last. */
export function Trail() {
  const found = trail.value.findIndex((each) => each.step === "seen" && / is on record with /.test(each.what));
  const steps = trail.value.map((progress, index) => ({
    step: progress.step,
    words: inWords(progress, found !== -1 && index > found),
  }));
  return (
    <div role="log" aria-label="What was done and seen">
      <ol class="trail">
        {steps.map(
          ({ step, words }, index) =>
            words !== null && (
              // The list only grows.
              <li key={index} data-step={step}>
                {words}
              </li>
            ),
        )}
      </ol>
    </div>
  );
}

function inWords(progress: TransactionProgress, isFound: boolean): ComponentChildren {
  switch (progress.step) {
    case "sending":
      return "The request is sent.";
    case "waiting":
      return `Looking again in ${count(Math.ceil(progress.ms / 1000))} s.`;
    case "seen":
      return sentence(progress.what);
    case "reading":
      return reading(progress, isFound);
  }
}

function reading({ what, id }: Extract<TransactionProgress, { step: "reading" }>, isFound: boolean): ComponentChildren {
  if (id === null) {
    return null;
  }
  const link = <Id id={id} />;
  switch (what) {
    case "credit_batch":
      return <>Looking at batch {link}.</>;
    case "record":
      return <>Reading the retirement that has it, {link}.</>;
    case "record_batches":
      return isFound ? <>Reading its serial numbers.</> : <>Comparing the batches of {link} with what was sent.</>;
    default:
      return null;
  }
}

/** Evidence as a sentence: without the request, which the page has shown already. Ids keep their letters. */
function sentence(text: string): string {
  const message = text.replace(/^[A-Za-z.]+: (GET|POST) \S+ (failed: )?/, (_, method: string) =>
    method === "POST" ? "No certain answer: " : "It cannot be read now: ",
  );
  const first = /^[a-z]+ /.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
