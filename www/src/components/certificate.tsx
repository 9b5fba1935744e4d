import type { CreditBatch, Retirement } from "isometric-registry";
import { credits, kg, moment, words } from "../lib/format";
import { isSample } from "../session/session";

/** A retirement as a document to print. */
export const Certificate = ({ retirement, batches }: { retirement: Retirement; batches: readonly CreditBatch[] }) => {
  const { credit_kgs } = retirement.credit_batch_size_total;
  return (
    <section class="certificate-frame" aria-label="Certificate">
      <article class="certificate">
        {isSample && <p class="certificate-sample">Sample – nothing real was retired</p>}
        <p class="certificate-kind">Certificate of retirement</p>
        <p class="certificate-amount">{credits(credit_kgs)}</p>
        <p>
          carbon removal {credit_kgs === 1000n ? "credit" : "credits"}, that is {kg(credit_kgs)} of carbon dioxide,
          <br />
          retired for good in the name of
        </p>
        <p class="certificate-name">{retirement.beneficiary.name}</p>
        <dl>
          <div>
            <dt>On</dt>
            <dd>{moment(retirement.retired_at)}</dd>
          </div>
          <div>
            <dt>By</dt>
            <dd>{retirement.owner.name}</dd>
          </div>
          <div>
            <dt>For</dt>
            <dd>{retirement.purposes.map(words).join(", ")}</dd>
          </div>
          {retirement.notes && (
            <div>
              <dt>Note</dt>
              <dd>{retirement.notes}</dd>
            </div>
          )}
        </dl>
        <table>
          <caption>Serial numbers</caption>
          <tbody>
            {batches.map(({ id, serial_number, size }) => (
              <tr key={id}>
                <td>
                  <code>{serial_number}</code>
                </td>
                <td class="numeric">{kg(size.credit_kgs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="certificate-id">
          <code>{retirement.id}</code>
        </p>
      </article>
      <p class="buttons">
        <button type="button" onClick={() => window.print()}>
          Print the certificate
        </button>
      </p>
    </section>
  );
};
