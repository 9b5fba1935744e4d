"use client";

import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import type { SupplierId } from "isometric-registry";
import { queries } from "../../../lib/queries";
import { Credits } from "../../credits";

export function Issuances({ supplier }: { supplier: SupplierId }) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(
    queries.suppliers.issuances(supplier),
  );
  return (
    <section>
      <h2>Issuances of the supplier, in credits</h2>
      <ul className="list">
        {data.pages
          .flatMap(({ nodes }) => nodes)
          .map((issuance) => (
            <li key={issuance.id}>
              <time dateTime={issuance.issued_at}>{issuance.issued_at.slice(0, 10)}</time>
              <Credits of={issuance.credit_batch_size_total} />
            </li>
          ))}
      </ul>
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
          More issuances
        </button>
      )}
    </section>
  );
}
