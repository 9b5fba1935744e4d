import { creditsFromKg, type Organisation, type Project } from "isometric-registry";

const numbers = new Intl.NumberFormat(undefined, { maximumFractionDigits: 3 });
const aligned = new Intl.NumberFormat(undefined, { minimumFractionDigits: 3 });
const compactNumbers = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const kilograms = new Intl.NumberFormat(undefined, { style: "unit", unit: "kilogram" });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const years = new Intl.DateTimeFormat(undefined, { year: "numeric", timeZone: "UTC" });

/** Credits of so many kilograms, exact: formatted from the decimal text, never from a float. */
export const credits = (kg: bigint): string => numbers.format(creditsFromKg(kg) as Intl.StringNumericLiteral);

/** The same with all three decimal places, so that a column lines up. */
export const creditsInColumn = (kg: bigint): string => aligned.format(creditsFromKg(kg) as Intl.StringNumericLiteral);

/** Whole credits, for headlines; the exact figure stands beside it. */
export const wholeCredits = (kg: bigint): string => numbers.format(kg / 1000n);

export const kg = (amount: bigint): string => kilograms.format(amount);
export const count = (amount: number): string => numbers.format(amount);

/** How many of something there are: `1 transfer`, `2 deliveries`. */
export const counted = (amount: number, one: string, several = `${one}s`): string =>
  `${count(amount)} ${amount === 1 ? one : several}`;

export const compact = (amount: number): string => compactNumbers.format(amount);

/** A day of the calendar. */
export const day = (date: string | Date): string => days.format(new Date(date));

/** A moment, in the reader's time zone. */
export const moment = (timestamp: string | Date): string => moments.format(new Date(timestamp));

export const year = (date: Date): string => years.format(date);

export const quarter = (date: Date): string => `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${year(date)}`;

const degrees = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A place on the earth: `64.04° N, 21.40° W`. */
export const coordinates = (latitude: number, longitude: number): string =>
  `${degrees.format(Math.abs(latitude))}° ${latitude < 0 ? "S" : "N"}, ${degrees.format(Math.abs(longitude))}° ${longitude < 0 ? "W" : "E"}`;

/** An enum's value in words: `under_validation` is "Under validation". Works for values newer than this page. */
export const words = (value: string): string => {
  const text = value.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const pathwayNames: Readonly<Record<string, string>> = {
  biomass_carbon_removal_and_storage: "Biomass storage",
  direct_air_capture: "Direct air capture",
  enhanced_weathering: "Enhanced weathering",
  carbon_mineralization: "Mineralization",
  reforestation: "Reforestation",
  marine: "Marine",
  superpollutants: "Superpollutants",
};

export const pathway = (value: Project["pathway"]): string => pathwayNames[value] ?? words(value);

export const named = ({ name, domain }: Organisation): string => (domain === null ? name : `${name} (${domain})`);
