import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Facts } from "../../components/facts";
import { ErrorNotice } from "../../components/notice";
import { Unproved } from "../../components/unproved";
import { count, words } from "../../lib/format";
import { type Damage, type Done, damageCopy } from "../../queries/damage";
import { type Proof, prove } from "../../queries/proof";
import type { Refreshed } from "../../session/copy";
import { DamageChoice } from "./damage-choice";
import { LawList } from "./law-list";

interface Props {
  readonly refreshed: Refreshed;
  readonly proof: Proof;
}

/** What came of the check, and a way to see it fail. */
export function Findings({ refreshed, proof: first }: Props) {
  const { proof, done, error, isChecking, damage } = useDamage(refreshed, first);
  const { laws, observations } = proof.report;
  if (!proof.report.finished) {
    return <Unproved of={refreshed.report.unproved} />;
  }
  return (
    <>
      <section class="card verdict" data-broken={proof.broken.length > 0 ? "" : undefined} aria-busy={isChecking}>
        <div role="status">
          <h2>{verdict(proof, laws.length)}</h2>
          <p>
            {count(proof.held)} checks held, of {count(recordsIn(proof))} records, in {seconds(proof.durationMs)}.
          </p>
        </div>
        <DamageChoice done={done} isBusy={isChecking} onChoose={(chosen) => void damage(chosen)} />
        {error !== undefined && <ErrorNotice error={error} />}
      </section>
      {refreshed.report.unproved.length > 0 && <Unproved of={refreshed.report.unproved} />}
      <Section title="Laws">
        <LawList label="Laws" laws={laws} />
      </Section>
      <Section title="Observations">
        <p class="quiet">What the sample registry keeps to, and the API’s contract does not promise.</p>
        <LawList label="Observations" laws={observations} />
      </Section>
      <Section title="The copy">
        <CopyFacts refreshed={refreshed} proof={proof} />
      </Section>
    </>
  );
}

/** The proof as it stands, and the damage that is done to the copy. It is mended when the view is left. */
function useDamage({ copy }: Refreshed, first: Proof) {
  const [proof, setProof] = useState(first);
  const [done, setDone] = useState<Done>();
  const [error, setError] = useState<unknown>();
  const [isChecking, setChecking] = useState(false);
  const latest = useRef<Done | undefined>(undefined);
  useEffect(() => () => void latest.current?.mend(), []);

  const damage = async (chosen: Damage | undefined) => {
    setChecking(true);
    setError(undefined);
    try {
      await latest.current?.mend();
      latest.current = chosen && (await damageCopy(copy, chosen));
      setDone(latest.current);
      setProof(await prove(copy.mirror));
    } catch (reason) {
      setError(reason);
    }
    setChecking(false);
  };
  return { proof, done, error, isChecking, damage };
}

function verdict({ broken }: Proof, laws: number): string {
  switch (broken.length) {
    case 0:
      return `All ${laws} laws hold`;
    case 1:
      return "1 law is broken";
    default:
      return `${broken.length} laws are broken`;
  }
}

const recordsIn = ({ report }: Proof) => report.rows.reduce((sum, { rows }) => sum + rows, 0);

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function CopyFacts({ refreshed: { requests, durationMs }, proof }: Props) {
  const { rows, inferredRefunds, digest } = proof.report;
  return (
    <>
      <Facts
        of={[
          ...rows.map(({ table, rows: found }) => [words(table), count(found)] as const),
          ["Refunds, inferred from owners", count(inferredRefunds.length)],
          ["Last read with", `${count(requests)} requests, in ${seconds(durationMs)}`],
        ]}
      />
      <p class="digest">
        <span class="quiet">Digest, the same for every copy of this state</span>
        <code>{digest}</code>
      </p>
    </>
  );
}

const Section = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="card" aria-label={title}>
    <header>
      <h2>{title}</h2>
    </header>
    {children}
  </section>
);
