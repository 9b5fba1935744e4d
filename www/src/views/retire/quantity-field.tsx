import { creditsFromKg, kgFromCredits } from "isometric-registry";
import { useId } from "preact/hooks";
import { Quantity } from "../../components/values";
import { credits, kg as formatKg } from "../../lib/format";

export type Unit = "credits" | "kg";

/** What was typed: exact kilograms, or why it is no quantity. */
export type Reading = { readonly kg: bigint } | { readonly problem: string };

/** Reads an amount without a detour through floating point. */
export function readQuantity(text: string, unit: Unit, available: bigint): Reading {
  if (text.trim() === "") {
    return { problem: "" };
  }
  const kg = unit === "credits" ? parseCredits(text.trim()) : parseKilograms(text.trim());
  if (kg === undefined) {
    return { problem: rules[unit] };
  }
  if (kg <= 0n) {
    return { problem: "Retire 1 kg or more." };
  }
  if (kg > available) {
    return { problem: `You have ${credits(available)} credits of this supplier.` };
  }
  return { kg };
}

const rules: Readonly<Record<Unit, string>> = {
  credits: "Credits are a number with at most three decimal places, after a point: 12.345.",
  kg: "Kilograms are a whole number.",
};

function parseCredits(text: string): bigint | undefined {
  try {
    return kgFromCredits(text);
  } catch {
    return undefined;
  }
}

const parseKilograms = (text: string): bigint | undefined => (/^\d+$/.test(text) ? BigInt(text) : undefined);

interface Props {
  readonly text: string;
  readonly unit: Unit;
  readonly reading: Reading;
  readonly onChange: (text: string, unit: Unit) => void;
}

/** An amount in credits or kilograms, with the other unit beside it as it is typed. */
export function QuantityField({ text, unit, reading, onChange }: Props) {
  const id = useId();
  const isWrong = "problem" in reading && reading.problem !== "";
  return (
    <div class="field quantity">
      <label for={id}>How much</label>
      <div class="quantity-input">
        <input
          id={id}
          inputMode="decimal"
          autocomplete="off"
          value={text}
          aria-invalid={isWrong}
          aria-describedby={`${id}-reading`}
          onInput={({ currentTarget }) => onChange(currentTarget.value, unit)}
        />
        <select
          aria-label="Unit"
          value={unit}
          onChange={({ currentTarget }) =>
            onChange(convert(reading, text, currentTarget.value as Unit), currentTarget.value as Unit)
          }
        >
          <option value="credits">credits</option>
          <option value="kg">kilograms</option>
        </select>
      </div>
      <small id={`${id}-reading`} class={isWrong ? "wrong" : undefined} aria-live="polite">
        {"kg" in reading ? (
          <Quantity kilograms={reading.kg} />
        ) : (
          reading.problem || `1 credit = ${formatKg(1000n)} of carbon dioxide`
        )}
      </small>
    </div>
  );
}

/** Keeps the amount when the unit changes. */
function convert(reading: Reading, text: string, unit: Unit): string {
  if (!("kg" in reading)) {
    return text;
  }
  return unit === "credits" ? creditsFromKg(reading.kg) : String(reading.kg);
}
