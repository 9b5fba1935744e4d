import { refuse } from "./refuse.js";

/**
 * Converts credits to kilograms, exactly: `kgFromCredits("125.632") === 125632n`. 1 credit is 1000 kg.
 *
 * @param credits decimal text of at most three places, such as `"125.632"`.
 * @throws InvalidRequestError for anything else, a `number` included: it could have been rounded before.
 */
export function kgFromCredits(credits: string): bigint {
  const parts = typeof credits === "string" ? /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(credits) : null;
  if (parts === null) {
    refuse("kgFromCredits", "credits", 'decimal text of at most three places, such as "125.632"', credits);
  }
  const [, sign = "", whole = "", fraction = ""] = parts;
  return BigInt(`${sign}${whole}${fraction.padEnd(3, "0")}`);
}

/**
 * Converts kilograms to credits, exactly: `creditsFromKg(125632n) === "125.632"` and
 * `creditsFromKg(125000n) === "125"`. 1000 kg are 1 credit.
 *
 * @param kilograms a bigint.
 * @throws InvalidRequestError for anything else.
 */
export function creditsFromKg(kilograms: bigint): string {
  if (typeof kilograms !== "bigint") {
    refuse("creditsFromKg", "kilograms", "a bigint", kilograms);
  }
  const [sign, size] = kilograms < 0n ? ["-", -kilograms] : ["", kilograms];
  const fraction = (size % 1000n).toString().padStart(3, "0").replace(/0+$/, "");
  return `${sign}${size / 1000n}${fraction === "" ? "" : `.${fraction}`}`;
}
