import { InvalidRequestError } from "../error/errors.js";
import { isMapped } from "./attach.js";
import { expected, issuesOf, readOptions } from "./options.js";
import { refuse } from "./refuse.js";

/**
 * Converts credits to kilograms, exactly: `kgFromCredits("125.632") === 125632n`. 1 credit is 1000 kg.
 *
 * @param credits decimal text with at most three decimal places, such as `"125.632"`.
 * @throws InvalidRequestError for anything else, including a `number`: it could already have been rounded.
 */
export function kgFromCredits(credits: string): bigint {
  const parts = typeof credits === "string" ? /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(credits) : null;
  if (parts === null) {
    refuse("kgFromCredits", "credits", 'decimal text with at most three decimal places, such as "125.632"', credits);
  }
  const [, sign = "", whole = "", fraction = ""] = parts;
  return BigInt(`${sign}${whole}${fraction.padEnd(3, "0")}`);
}

/**
 * Converts kilograms to credits, exactly: `creditsFromKg(125632n) === "125.632"` and
 * `creditsFromKg(125000n) === "125"`. 1000 kg are 1 credit.
 *
 * @param kilograms a bigint.
 * @param options `places`: the least number of decimal places, from 0 to 3, for columns of a table. The result is never
 * rounded.
 * @throws InvalidRequestError for anything else.
 */
export function creditsFromKg(kilograms: bigint, options?: { readonly places?: number | undefined }): string;
/** As `map` calls it: `kilograms.map(creditsFromKg)`. */
export function creditsFromKg(kilograms: bigint, index: number, list: readonly bigint[]): string;
export function creditsFromKg(...given: unknown[]): string {
  const [kilograms, options] = isMapped(given) ? given.slice(0, 1) : given;
  if (typeof kilograms !== "bigint") {
    refuse("creditsFromKg", "kilograms", "a bigint", kilograms);
  }
  const [sign, size] = kilograms < 0n ? ["-", -kilograms] : ["", kilograms];
  const places = placesOf(options);
  const fraction = (size % 1000n).toString().padStart(3, "0").replace(/0+$/, "").padEnd(places, "0");
  return `${sign}${size / 1000n}${fraction === "" ? "" : `.${fraction}`}`;
}

function placesOf(given: unknown): number {
  const takes = {
    places: expected<number>("a whole number from 0 to 3", (value) => [0, 1, 2, 3].includes(value as number)),
  };
  const { options, findings } = readOptions<{ places?: number }>(
    given,
    takes,
    "is not known; the only option is places",
  );
  if (findings.length > 0) {
    throw new InvalidRequestError(issuesOf(findings, String), { operation: "creditsFromKg" });
  }
  return options.places ?? 0;
}
