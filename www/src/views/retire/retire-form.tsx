import type { CreditBatch, Organisation, RegistryClient, RetirementPurpose, Supplier } from "isometric-registry";
import { useState } from "preact/hooks";
import { Load } from "../../components/load";
import { Empty } from "../../components/notice";
import { credits, named, words } from "../../lib/format";
import { useLoad } from "../../lib/use-load";
import { loadBatches, loadWallet, takeInOrder } from "../../queries/retire";
import { BatchChoice } from "./batch-choice";
import type { Draft } from "./flow";
import { PlanTable } from "./plan-table";
import { QuantityField, readQuantity, type Unit } from "./quantity-field";

type Wallet = Awaited<ReturnType<typeof loadWallet>>;

interface Props {
  readonly registry: RegistryClient;
  readonly onReview: (draft: Draft) => void;
}

/** Who, for whom, what for and how much. */
export function RetireForm({ registry, onReview }: Props) {
  const wallet = useLoad((signal) => loadWallet(registry, signal), [registry]);
  return (
    <Load of={wallet} label="Reading your balance" height="32rem">
      {(value) => <WalletForm registry={registry} wallet={value} onReview={onReview} />}
    </Load>
  );
}

const purposes: readonly RetirementPurpose[] = [
  "corporate_targets",
  "public_environmental_claims",
  "insetting",
  "regulatory_requirement",
  "other",
];

const LONGEST_NOTE = 256;

const isLong = (note: string) => [...note].length > LONGEST_NOTE;

function WalletForm({ registry, wallet, onReview }: Props & { wallet: Wallet }) {
  const { owner, beneficiaries } = wallet;
  const [beneficiary, setBeneficiary] = useState(owner);
  const [chosen, setChosen] = useState<readonly RetirementPurpose[]>([]);
  const [notes, setNotes] = useState("");
  const holdings = holdingsOf(wallet);
  const [supplier, setSupplier] = useState(holdings[0]);
  if (supplier === undefined) {
    return <Empty>{owner.name} holds no active credits that could be retired.</Empty>;
  }

  return (
    <form class="retire-form" onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend>For whom</legend>
        <p class="quiet">
          The credits belong to <b>{owner.name}</b>, who holds{" "}
          {credits(wallet.balance.total.active_credits_total.credit_kgs)} active credits.
        </p>
        <label class="field">
          <span>In the name of</span>
          <OrganisationChoice all={[owner, ...beneficiaries]} value={beneficiary} onChange={setBeneficiary} />
        </label>
      </fieldset>
      <fieldset>
        <legend>What for</legend>
        <PurposeChoice value={chosen} onChange={setChosen} />
        <NoteField value={notes} onChange={setNotes} />
      </fieldset>
      <fieldset>
        <legend>Which credits</legend>
        <SupplierChoice all={holdings} value={supplier} onChange={setSupplier} />
        <SupplierCredits
          key={supplier.supplier.id}
          registry={registry}
          owner={owner}
          supplier={supplier.supplier}
          problems={[
            ...(chosen.length === 0 ? ["Say what the retirement is for."] : []),
            ...(isLong(notes) ? ["The note is too long."] : []),
          ]}
          onReview={(taken) =>
            onReview({
              reference: `retirement of ${new Date().toISOString()}`,
              owner,
              beneficiary,
              supplier: supplier.supplier,
              purposes: chosen,
              notes: notes.trim(),
              taken,
            })
          }
        />
      </fieldset>
    </form>
  );
}

interface PurposeChoiceProps {
  readonly value: readonly RetirementPurpose[];
  readonly onChange: (chosen: readonly RetirementPurpose[]) => void;
}

function PurposeChoice({ value, onChange }: PurposeChoiceProps) {
  const toggle = (purpose: RetirementPurpose) =>
    onChange(value.includes(purpose) ? value.filter((each) => each !== purpose) : [...value, purpose]);
  return (
    <div class="purposes" role="group" aria-label="Purposes, one at least">
      {purposes.map((purpose) => (
        <label key={purpose} class="check">
          <input type="checkbox" checked={value.includes(purpose)} onChange={() => toggle(purpose)} />
          {words(purpose)}
        </label>
      ))}
    </div>
  );
}

const NoteField = ({ value, onChange }: { value: string; onChange: (note: string) => void }) => (
  <label class="field">
    <span>Note</span>
    <textarea
      rows={2}
      value={value}
      aria-invalid={isLong(value)}
      onInput={({ currentTarget }) => onChange(currentTarget.value)}
    />
    <small class={isLong(value) ? "wrong" : undefined}>
      Optional, for everybody to read. {[...value].length} of {LONGEST_NOTE} characters.
    </small>
  </label>
);

interface Holding {
  readonly supplier: Supplier;
  /** Active credits, in kilograms. */
  readonly active: bigint;
}

/** The suppliers whose credits can be retired, and how much of them. */
const holdingsOf = ({ balance, suppliers }: Wallet): readonly Holding[] =>
  balance.supplier_balances.flatMap(({ supplier_id, total }) => {
    const supplier = suppliers.find(({ id }) => id === supplier_id);
    const active = total.active_credits_total.credit_kgs;
    return supplier && active > 0n ? [{ supplier, active }] : [];
  });

interface SupplierChoiceProps {
  readonly all: readonly Holding[];
  readonly value: Holding;
  readonly onChange: (holding: Holding) => void;
}

const SupplierChoice = ({ all, value, onChange }: SupplierChoiceProps) => (
  <label class="field">
    <span>Supplier</span>
    <select
      value={value.supplier.id}
      onChange={({ currentTarget }) =>
        onChange(all.find(({ supplier }) => supplier.id === currentTarget.value) ?? value)
      }
    >
      {all.map(({ supplier: { id, organisation }, active }) => (
        <option key={id} value={id}>
          {organisation.name}: {credits(active)} credits
        </option>
      ))}
    </select>
    <small>A retirement takes credits of one supplier.</small>
  </label>
);

interface OrganisationChoiceProps {
  readonly all: readonly Organisation[];
  readonly value: Organisation;
  readonly onChange: (organisation: Organisation) => void;
}

const OrganisationChoice = ({ all, value, onChange }: OrganisationChoiceProps) => (
  <select
    value={value.id}
    onChange={({ currentTarget }) => onChange(all.find(({ id }) => id === currentTarget.value) ?? value)}
  >
    {all.map((organisation) => (
      <option key={organisation.id} value={organisation.id}>
        {named(organisation)}
      </option>
    ))}
  </select>
);

interface SupplierCreditsProps {
  readonly registry: RegistryClient;
  readonly owner: Organisation;
  readonly supplier: Supplier;
  readonly problems: readonly string[];
  readonly onReview: (plan: Draft["taken"]) => void;
}

function SupplierCredits({ registry, owner, supplier, problems, onReview }: SupplierCreditsProps) {
  const batches = useLoad(
    (signal) => loadBatches(registry, owner.id, supplier.id, signal),
    [registry, owner, supplier],
  );
  return (
    <Load of={batches} label="Reading your batches" height="12rem">
      {(value) => <PlanForm batches={value} problems={problems} onReview={onReview} />}
    </Load>
  );
}

interface PlanFormProps {
  readonly batches: readonly CreditBatch[];
  readonly problems: readonly string[];
  readonly onReview: (plan: Draft["taken"]) => void;
}

/** How much, and of which batches. */
function PlanForm({ batches, problems, onReview }: PlanFormProps) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [text, setText] = useState("");
  const [unit, setUnit] = useState<Unit>("credits");
  const [isTried, setTried] = useState(false);
  const offered = batches.filter(({ id }) => !left.has(id));
  const reading = readQuantity(
    text,
    unit,
    offered.reduce((sum, { size }) => sum + size.credit_kgs, 0n),
  );
  const plan = "kg" in reading ? takeInOrder(offered, reading.kg) : [];
  const open = [...problems, ...("kg" in reading ? [] : [reading.problem || "Say how much to retire."])];
  const review = () => {
    setTried(true);
    if (open.length === 0) {
      onReview(plan);
    }
  };
  return (
    <>
      <QuantityField
        text={text}
        unit={unit}
        reading={reading}
        onChange={(nextText, nextUnit) => {
          setText(nextText);
          setUnit(nextUnit);
        }}
      />
      <BatchChoice batches={batches} left={left} onChange={setLeft} />
      {plan.length > 0 && (
        <div>
          <h3>These batches will be taken</h3>
          <PlanTable plan={plan} />
        </div>
      )}
      {isTried && open.length > 0 && (
        <ul class="problems" role="alert">
          {open.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <div class="buttons">
        <button type="button" class="primary" onClick={review}>
          Review
        </button>
      </div>
    </>
  );
}
