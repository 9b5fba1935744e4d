import { WithIds } from "../../components/with-ids";
import { type Damage, type Done, damages } from "../../queries/damage";

interface Props {
  readonly done: Done | undefined;
  readonly isBusy: boolean;
  /** Damages the copy, or mends it. */
  readonly onChoose: (damage: Damage | undefined) => void;
}

/** Damages a row of the copy, to see which laws notice. One at a time; the registry itself stays as it is. */
export const DamageChoice = ({ done, isBusy, onChoose }: Props) => (
  <div class="damage" role="group" aria-labelledby="damage-title">
    <h3 id="damage-title">See a law break</h3>
    <p class="quiet">Damages one row of the copy in this page. Press again to mend it.</p>
    <div class="damage-buttons">
      {damages.map((damage) => (
        <button
          key={damage.name}
          type="button"
          class="quiet-button"
          aria-pressed={done?.damage === damage}
          aria-disabled={isBusy}
          onClick={() => isBusy || onChoose(done?.damage === damage ? undefined : damage)}
        >
          {damage.name}
        </button>
      ))}
    </div>
    <p role="status" class="damage-done">
      {done && <WithIds text={done.words} />}
    </p>
  </div>
);
