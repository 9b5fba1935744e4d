import type { CreditQuantity } from "isometric-registry";
import { credits, creditsInColumn, day, kg, moment, pathway, words } from "../lib/format";

/** Credits, with the exact kilograms at hand. */
export const Credits = ({ of: { credit_kgs } }: { of: CreditQuantity }) => (
  <span class="number" title={kg(credit_kgs)}>
    {creditsInColumn(credit_kgs)}
  </span>
);

/** Credits and kilograms, both in full. */
export const Quantity = ({ kilograms }: { kilograms: bigint }) => (
  <span class="number">
    {credits(kilograms)} {kilograms === 1000n ? "credit" : "credits"} <span class="quiet">= {kg(kilograms)}</span>
  </span>
);

export const Day = ({ of }: { of: string | null }) => (of === null ? <None /> : <time dateTime={of}>{day(of)}</time>);

export const Moment = ({ of }: { of: string | null }) =>
  of === null ? <None /> : <time dateTime={of}>{moment(of)}</time>;

/** The day of a moment, for tables; the moment itself is at hand. */
export const MomentDay = ({ of }: { of: string }) => (
  <time dateTime={of} title={moment(of)}>
    {day(of)}
  </time>
);

/** What is not on record. */
export const None = () => (
  <span class="quiet">
    <span aria-hidden="true">–</span>
    <span class="visually-hidden">not on record</span>
  </span>
);

export const Text = ({ of }: { of: string | null | undefined }) => of || <None />;

export const Status = ({ of }: { of: string }) => (
  <span class="status" data-status={of}>
    {words(of)}
  </span>
);

export const PathwayName = ({ of }: { of: string }) => (
  <span class="pathway" style={{ "--swatch": pathwayColour(of) }}>
    {pathway(of)}
  </span>
);

const coloured = new Set([
  "biomass_carbon_removal_and_storage",
  "direct_air_capture",
  "enhanced_weathering",
  "carbon_mineralization",
  "reforestation",
  "marine",
  "superpollutants",
]);

/** A colour that follows the theme; grey for a pathway newer than this page. */
export const pathwayColour = (value: string): string => `var(--pathway-${coloured.has(value) ? value : "other"})`;
