import type { LawReport } from "isometric-registry/mirror";
import { WithIds } from "../../components/with-ids";
import { count, words } from "../../lib/format";

/** What each law comes to, in a few words. A law newer than this page goes by its name. */
const titles: Readonly<Record<string, string>> = {
  issuance_parts: "Issuances add up",
  issuance_batches: "Issued batches add up",
  roots: "Every batch has an origin",
  split: "Splitting loses nothing",
  leaves: "Nothing is lost on the way",
  records: "Transactions match their batches",
  retired: "Retired once, and only once",
  delivered: "Delivered once, and only once",
  owner: "Every owner is explained",
  project_totals: "Project totals are right",
  credits: "Credits and kilograms agree",
  columns: "The copy is what was sent",
  serial_numbers: "Serial numbers are divided",
  removal_data: "Measurements are divided",
};

/** Each law in words, how often it held, and the first record that breaks it. */
export const LawList = ({ laws, label }: { laws: readonly LawReport[]; label: string }) => (
  <ul class="laws" aria-label={label}>
    {laws.map(({ law, says, held, broken, unjudged, first }) => (
      <li key={law} data-broken={broken > 0 ? "" : undefined}>
        <span class="law-mark" aria-hidden="true">
          {broken > 0 ? "✗" : "✓"}
        </span>
        <div>
          <h3>{titles[law] ?? words(law)}</h3>
          <p class="quiet">{says}</p>
          {first !== null && (
            <p class="law-first">
              <WithIds text={first} />
            </p>
          )}
        </div>
        <p class="law-count number">
          {broken > 0 && <b>{count(broken)} broken</b>}
          <span>
            held {count(held)} {held === 1 ? "time" : "times"}
          </span>
          {unjudged > 0 && <small>{count(unjudged)} not judged yet</small>}
        </p>
      </li>
    ))}
  </ul>
);
