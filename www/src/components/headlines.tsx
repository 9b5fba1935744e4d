import { credits, wholeCredits } from "../lib/format";

/** A figure in credits: what it counts, and what it is made of. */
export interface HeadlineFigure {
  readonly label: string;
  readonly kg: bigint;
  readonly detail: string;
}

/** The figures that a page begins with; the exact kilograms are at hand. */
export const Headlines = ({ of }: { of: readonly HeadlineFigure[] }) => (
  <dl class="headlines">
    {of.map(({ label, kg, detail }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>
          <b title={`${credits(kg)} credits`}>{wholeCredits(kg)}</b> credits
          <small>{detail}</small>
        </dd>
      </div>
    ))}
  </dl>
);
